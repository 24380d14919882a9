package dev.comanda.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Under whom PostgreSQL runs. It refuses root, so as root a prefix is put before its programs: a
 * user namespace of its own first, because its files then stay root's and folders closed to others
 * stay reachable; another user where the kernel or the container forbids namespaces.
 *
 * @param owner numeric user id of the files
 */
record PostgresAccount(List<String> prefix, int owner) {

    private static final int NOBODY = 65534;

    /**
     * @param home existing folder; a former start may have left it to another user, who keeps it
     * @param program must be reachable for the account
     */
    static PostgresAccount choose(Path home, Path data, Path program) throws IOException {
        int me = ownerOf(Path.of("/proc/self"), home);
        if (!"root".equals(System.getProperty("user.name"))) {
            return new PostgresAccount(List.of(), me);
        }
        int keeper = Files.exists(data) ? ownerOf(data, data) : 0;
        List<PostgresAccount> candidates = new ArrayList<>();
        if (keeper == 0) {
            candidates.add(new PostgresAccount(List.of("unshare", "-U"), 0));
        }
        int other = keeper == 0 ? NOBODY : keeper;
        String id = Integer.toString(other);
        candidates.add(new PostgresAccount(
                List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups"), other));
        if (other == NOBODY) {
            candidates.add(new PostgresAccount(List.of("runuser", "-u", "nobody", "--"), other));
        }
        for (PostgresAccount candidate : candidates) {
            if (candidate.works(home, program)) {
                return candidate;
            }
        }
        throw new EmbeddedPostgresException("PostgreSQL refuses to run as root, and neither "
                + "unshare -U nor setpriv nor runuser could run it as another user in "
                + home + "; start Comanda as an ordinary user or set DATABASE_URL");
    }

    /** Hands the tree to the account; needed (and allowed) only where we are root. */
    void own(Path root) throws IOException {
        if (prefix.isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    List<String> command(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    private boolean works(Path home, Path program) throws IOException {
        List<String> probe = command(List.of("sh", "-c",
                "[ \"$(id -u)\" != 0 ] && cd \"$1\" && \"$2\" --version", "sh",
                home.toString(), program.toString()));
        try {
            Process process = new ProcessBuilder(probe)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int ownerOf(Path file, Path orElse) throws IOException {
        return (int) Files.getAttribute(Files.exists(file) ? file : orElse, "unix:uid");
    }
}
