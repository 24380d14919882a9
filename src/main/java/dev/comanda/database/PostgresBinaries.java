package dev.comanda.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once from the archive on the class path. */
record PostgresBinaries(Path folder) {

    private static final String PREFIX = "postgres-binaries-";

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    /**
     * Unpacks beside the target and renames, so that a stop in between leaves nothing half made.
     * The archive's length stands for its version: another archive gets another folder.
     *
     * @throws EmbeddedPostgresException if no archive for this machine was built in
     */
    static PostgresBinaries unpackedIn(Path home) {
        String name = archive();
        URL archive = PostgresBinaries.class.getResource("/" + name);
        if (archive == null) {
            throw new EmbeddedPostgresException("This build carries no PostgreSQL for "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                    + " (" + name + "); set DATABASE_URL to a PostgreSQL 15 or newer");
        }
        try {
            long length = archive.openConnection().getContentLengthLong();
            Path folder = home.resolve(PREFIX + length);
            if (!Files.isDirectory(folder)) {
                deleteQuietly(home, PREFIX);
                Path half = home.resolve(PREFIX + "unpacking");
                unpack(archive, half);
                Durably.flushFileSystem();
                Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            return new PostgresBinaries(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack PostgreSQL into " + home, e);
        }
    }

    /** Deletes what begins with {@code prefix}; what cannot go now goes at a later start. */
    static void deleteQuietly(Path home, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(prefix)) {
                    FileSystemUtils.deleteRecursively(file);
                }
            }
        } catch (FileSystemException e) {
            LoggerFactory.getLogger(PostgresBinaries.class).debug("Left over for now", e);
        }
    }

    private static void unpack(URL archive, Path target) throws IOException {
        try (InputStream raw = new BufferedInputStream(archive.openStream(), 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(raw),
                        "UTF-8")) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                Path file = target.resolve(e.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("The archive reaches outside its folder: " + e.getName());
                }
                if (e.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.resolveSibling("."));
                if (e.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(e.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    Files.setPosixFilePermissions(file, PosixFilePermissions
                            .fromString((e.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static String archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String system = os.startsWith("mac")
                ? "darwin"
                : os.startsWith("windows") ? "windows" : "linux";
        boolean musl = Files.exists(Path.of("/etc/alpine-release"));
        return "postgres-" + system + "-" + arch + (musl ? "-alpine_linux" : "") + ".txz";
    }
}
