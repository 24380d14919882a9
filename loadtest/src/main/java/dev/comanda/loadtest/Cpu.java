package dev.comanda.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CPU time of the server and of PostgreSQL from /proc; NaN where it cannot be seen from here. */
final class Cpu {

    /** Linux gives user space times in hundredths of a second, whatever the kernel's own clock. */
    private static final double TICKS = 100;
    private static final Path PROC = Path.of("/proc");

    private final OptionalLong jvm;
    private final OptionalLong postmaster;

    /** Seconds of CPU since a process began; the difference of two is what a run used. */
    record Used(double jvm, double postgres, double own, double ownChildren) {

        Used since(Used before) {
            return new Used(jvm - before.jvm, postgres - before.postgres, own - before.own,
                    ownChildren - before.ownChildren);
        }
    }

    private record Stat(long parent, double own, double deadChildren) {}

    Cpu(OptionalLong jvm, OptionalLong postmaster) {
        this.jvm = jvm;
        this.postmaster = postmaster;
    }

    /** The server by the port it listens on, PostgreSQL as the parent of a session of ours. */
    static Cpu of(int serverPort, @Nullable Long serverPid, long backendPid) {
        Stat session = stat(backendPid);
        return new Cpu(serverPid == null ? listener(serverPort) : OptionalLong.of(serverPid),
                session != null && isPostgres(backendPid)
                        ? OptionalLong.of(session.parent())
                        : OptionalLong.empty());
    }

    /** User and system time of one process since it began. */
    static double seconds(long pid) {
        Stat process = stat(pid);
        return process == null ? Double.NaN : process.own();
    }

    boolean seesBoth() {
        return jvm.isPresent() && postmaster.isPresent();
    }

    Used now() {
        Stat self = stat(ProcessHandle.current().pid());
        return new Used(jvm.isPresent() ? seconds(jvm.getAsLong()) : Double.NaN,
                postmaster.isPresent() ? postgres(postmaster.getAsLong()) : Double.NaN,
                self == null ? Double.NaN : self.own(),
                self == null ? Double.NaN : self.deadChildren());
    }

    /** Postmaster, living children, and the dead ones it has reaped. */
    private static double postgres(long postmaster) {
        Stat parent = stat(postmaster);
        if (parent == null) {
            return Double.NaN;
        }
        return parent.own() + parent.deadChildren() + processes().stream().map(Cpu::stat)
                .filter(child -> child != null && child.parent() == postmaster)
                .mapToDouble(Stat::own).sum();
    }

    private static boolean isPostgres(long pid) {
        try {
            return Files.readString(PROC.resolve(pid + "/comm")).strip().startsWith("postgres");
        } catch (IOException notHere) {
            return false;
        }
    }

    /** proc(5): the name may hold spaces and brackets, so fields count from the last bracket. */
    private static @Nullable Stat stat(long pid) {
        try {
            String text = Files.readString(PROC.resolve(pid + "/stat"));
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return new Stat(Long.parseLong(fields[1]),
                    (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS,
                    (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS);
        } catch (IOException ended) {
            return null;
        }
    }

    static OptionalLong listener(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try (Stream<String> lines = Files.lines(PROC.resolve(table))) {
                lines.skip(1).map(line -> line.strip().split("\\s+"))
                        .filter(line -> line[3].equals("0A")
                                && line[1].endsWith(":%04X".formatted(port)))
                        .forEach(line -> sockets.add("socket:[" + line[9] + "]"));
            } catch (IOException noSuchTable) {
                continue;
            }
        }
        return processes().stream().filter(pid -> holdsOne(pid, sockets))
                .mapToLong(Long::longValue).findFirst();
    }

    private static boolean holdsOne(long pid, Set<String> sockets) {
        try (Stream<Path> open = Files.list(PROC.resolve(pid + "/fd"))) {
            return open.anyMatch(fd -> {
                try {
                    return sockets.contains(Files.readSymbolicLink(fd).toString());
                } catch (IOException closedMeanwhile) {
                    return false;
                }
            });
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static List<Long> processes() {
        try (Stream<Path> all = Files.list(PROC)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit)).map(Long::valueOf)
                    .toList();
        } catch (NoSuchFileException notLinux) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
