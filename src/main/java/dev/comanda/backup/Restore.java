package dev.comanda.backup;

import dev.comanda.console.Refusal;
import dev.comanda.migration.Account;
import dev.comanda.migration.MigrationScript;
import dev.comanda.migration.OpsAudit;
import dev.comanda.migration.OpsTables;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts a backup into an empty schema, all in one transaction: the migrations that the backup's
 * schema had make the tables, then every row comes back, and screens are told to look anew.
 */
public final class Restore {

    private static final String IS_EMPTY = """
        SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid)
           AND NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid)
          FROM pg_namespace AS n
         WHERE n.nspname = current_schema()
        """;
    private static final String AS_FLYWAY_SETS_IT = "SELECT set_config('search_path',"
            + " quote_ident(current_schema()) || ', \"$user\", public', true)";
    private static final String SET_SEQUENCE = "SELECT setval(pg_get_serial_sequence(?, ?), ?, ?)";

    private final Path file;
    private final Consumer<String> progress;

    /** @param file made by {@link Backup} */
    public Restore(Path file, Consumer<String> progress) {
        this.file = file;
        this.progress = progress;
    }

    /**
     * Reads the whole file and changes nothing.
     *
     * @throws Refusal for one that was cut or changed, or of a newer release
     */
    Manifest check() throws IOException {
        Seal.check(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Manifest manifest = manifest(zip);
            List<MigrationScript> scripts = MigrationScript.inRelease();
            if (manifest.format() != 1
                    || Integer.parseInt(manifest.schema()) > scripts.getLast().number()) {
                throw new Refusal("The backup, schema V" + manifest.schema()
                        + ", is newer than this release, V" + scripts.getLast().version() + ".",
                        "Restore it with the release that made it, or a newer one.");
            }
            return manifest;
        }
    }

    /**
     * Restores; nothing is left behind where it fails.
     *
     * @param connection in autocommit mode, left so unless the commit fails; on the owner-to-be of
     *     an empty schema
     * @param schema made where it is not there
     * @param manifest as {@link #check} found it
     */
    void into(Connection connection, Optional<String> schema, Manifest manifest, Account account)
            throws SQLException, IOException {
        boolean written = false;
        connection.setAutoCommit(false);
        try (Statement sql = connection.createStatement();
                ZipFile zip = new ZipFile(file.toFile())) {
            sql.execute("SET LOCAL lock_timeout = '10s'");
            sql.execute("SET LOCAL client_min_messages = error");
            if (schema.isPresent()) {
                sql.execute("CREATE SCHEMA IF NOT EXISTS " + Tables.quoted(schema.get()));
            }
            refuseUnlessEmpty(sql);
            sql.execute(AS_FLYWAY_SETS_IT); // functions keep the path in which they are made
            for (MigrationScript script : MigrationScript.inRelease()) {
                if (script.number() <= Integer.parseInt(manifest.schema())) {
                    sql.execute(script.inTransaction());
                }
            }
            fill(connection, sql, zip, manifest);
            renewEpochs(sql);
            new OpsAudit("restore", account, null, OpsAudit.State.of(connection),
                    file.getFileName() + " of " + manifest.createdAt()).write(connection);
            written = true;
        } finally {
            if (!written) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        commit(connection);
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new Refusal("The database failed at the commit: " + e.getMessage(),
                    "Every row is back, or none: the same command once more says which, by"
                            + " refusing.");
        }
    }

    private void fill(Connection connection, Statement sql, ZipFile zip, Manifest manifest)
            throws SQLException, IOException {
        List<String> made = names(connection);
        for (String seeded : made.reversed()) {
            if (isTrue(sql, "SELECT EXISTS (SELECT FROM " + seeded + ")")) {
                sql.execute("DELETE FROM " + seeded);
            }
        }
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        for (Manifest.Table table : manifest.tables()) {
            if (table.name().startsWith("ops_")) {
                OpsTables.ensure(connection);
            } else if (!made.contains(Tables.quoted(table.name()))) {
                sql.execute(table.definition());
            }
            long rows = copy(copies, zip, table);
            progress.accept(String.format(Locale.ROOT, "%-28s %,12d rows", table.name(), rows));
        }
        try (PreparedStatement set = connection.prepareStatement(SET_SEQUENCE)) {
            for (Manifest.Sequence sequence : manifest.sequences()) {
                set.setString(1, Tables.quoted(sequence.table()));
                set.setString(2, sequence.column());
                set.setLong(3, sequence.last());
                set.setBoolean(4, sequence.called());
                set.execute();
            }
        }
    }

    private long copy(CopyManager copies, ZipFile zip, Manifest.Table table)
            throws SQLException, IOException {
        ZipEntry entry = zip.getEntry(table.entry());
        if (entry == null) {
            throw new Refusal(file + " has no " + table.entry() + ".", null);
        }
        MessageDigest digest = Seal.sha256();
        try (InputStream rows = new DigestInputStream(
                new BufferedInputStream(zip.getInputStream(entry), 1 << 16), digest)) {
            long count = copies.copyIn("COPY " + Tables.quoted(table.name()) + " ("
                    + String.join(", ", table.columns()) + ") FROM STDIN", rows, 1 << 16);
            if (count != table.rows()
                    || !HexFormat.of().formatHex(digest.digest()).equals(table.sha256())) {
                throw new Refusal(table.name() + ": " + count + " rows came, not those of the"
                        + " manifest.", "Take another copy of the backup.");
            }
            return count;
        }
    }

    private static List<String> names(Connection connection) throws SQLException {
        return Tables.of(connection).stream().map(table -> Tables.quoted(table.name())).toList();
    }

    /** Positions that screens hold are those of another past. */
    private static void renewEpochs(Statement sql) throws SQLException {
        if (isTrue(sql, "SELECT to_regprocedure('renew_epochs()') IS NOT NULL")) {
            sql.execute("SELECT renew_epochs()");
        }
    }

    private static void refuseUnlessEmpty(Statement sql) throws SQLException {
        if (!isTrue(sql, IS_EMPTY)) {
            throw new Refusal("The database is not empty.",
                    "Restore into a new one: CREATE DATABASE …, then DATABASE_URL to it.");
        }
    }

    private static boolean isTrue(Statement sql, String question) throws SQLException {
        try (ResultSet row = sql.executeQuery(question)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private Manifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry("manifest.json");
        if (entry == null) {
            throw new Refusal(file + " has no manifest.", null);
        }
        try (InputStream json = zip.getInputStream(entry)) {
            return JsonMapper.shared().readValue(json.readAllBytes(), Manifest.class);
        }
    }
}
