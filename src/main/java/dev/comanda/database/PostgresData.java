package dev.comanda.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The data folder of our own PostgreSQL: made once, whole or not at all. */
final class PostgresData {

    private static final String UNFINISHED = "postgres-unfinished-";

    private PostgresData() {}

    static Path passwordFile(Path home) {
        return home.resolve("postgres.password");
    }

    /**
     * Runs initdb beside the target and renames when it is done, so that a stop at any instant
     * leaves either no data folder or a good one. A data folder that exists is never made anew.
     *
     * @return the password of the database's user, an earlier one if there was one
     */
    static String prepare(Path home, Path data, PostgresBinaries binaries, PostgresAccount account)
            throws IOException {
        Path passwordFile = passwordFile(home);
        if (Files.exists(data)) {
            checkVersion(data);
            if (!Files.exists(passwordFile)) {
                throw new EmbeddedPostgresException(passwordFile
                        + " is missing; put it back from a copy, it opens the data beside it");
            }
            account.own(data);
        } else {
            if (!Files.exists(passwordFile)) {
                Durably.writeSecret(passwordFile, newPassword());
            }
            // a name of its own: an initdb that outlived its JVM may still be writing to the last
            PostgresBinaries.deleteQuietly(home, UNFINISHED);
            Path half = Files.createTempDirectory(home, UNFINISHED);
            account.own(half);
            account.own(passwordFile);
            initdb(account, binaries, half, passwordFile);
            Durably.move(half, data);
        }
        return Files.readString(passwordFile).strip();
    }

    private static void checkVersion(Path data) throws IOException {
        String made = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!made.equals("18")) {
            throw new EmbeddedPostgresException("The data in " + data + " was made by PostgreSQL "
                    + made + " and this build brings 18: back it up with the build that made it"
                    + " and restore it with this one");
        }
    }

    private static void initdb(PostgresAccount account, PostgresBinaries binaries, Path target,
            Path passwordFile) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(account.command(List.of(
                binaries.program("initdb").toString(), "-D", target.toString(), "-U", "postgres",
                "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--pwfile=" + passwordFile)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect
                        .appendTo(target.resolveSibling("postgres.log").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        Process initdb = builder.start();
        initdb.getOutputStream().close();
        try {
            if (!initdb.waitFor(5, TimeUnit.MINUTES) || initdb.exitValue() != 0) {
                initdb.destroyForcibly();
                throw new EmbeddedPostgresException("initdb failed; see "
                        + target.resolveSibling("postgres.log"));
            }
        } catch (InterruptedException e) {
            initdb.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while initdb was running", e);
        }
    }

    private static String newPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
