package dev.comanda.backup;

import dev.comanda.migration.SchemaHistory;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads every table of a schema in one snapshot (REPEATABLE READ, read-only) into one file: a ZIP
 * with a COPY file per table and a manifest, sealed by SHA-256. Streams, whatever the size, beside
 * tills that sell.
 */
public final class Backup {

    private static final DateTimeFormatter NAME = DateTimeFormatter
            .ofPattern("'backup_'uuuuMMdd_HHmmss'.zip'");
    /** Dates, bytes and fractions in the form that every version reads back exactly. */
    private static final String PLAIN_FORMATS = "SET LOCAL TimeZone = 'UTC';"
            + " SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres';"
            + " SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;"
            + " SET LOCAL statement_timeout = 0; SET LOCAL row_security = off";

    private final Connection connection;
    private final Consumer<String> progress;

    /**
     * What was written.
     *
     * @param bytes of the file
     */
    public record Written(Path file, long bytes, String schema, int tables, long rows,
            long millis) {}

    /**
     * Prepares one.
     *
     * @param connection in autocommit mode, left so; on a user that may read every table
     * @param progress one line per table
     */
    public Backup(Connection connection, Consumer<String> progress) {
        this.connection = connection;
        this.progress = progress;
    }

    /** The name that a backup begun now has: {@code backup_20260131_235959.zip}, UTC. */
    public static String name() {
        return ZonedDateTime.now(ZoneOffset.UTC).format(NAME);
    }

    /**
     * Writes it. Until it is whole it has another name.
     *
     * @param file must not exist
     */
    public Written to(Path file) throws SQLException, IOException {
        long start = System.nanoTime();
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Manifest manifest = write(partial);
            Seal.set(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            return new Written(file, Files.size(file), manifest.schema(),
                    manifest.tables().size(), manifest.rows(),
                    (System.nanoTime() - start) / 1_000_000);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private Manifest write(Path partial) throws SQLException, IOException {
        try (Statement sql = connection.createStatement();
                ZipOutputStream zip = new ZipOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16))) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.setComment(Seal.PLACE);
            sql.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            try {
                sql.execute(PLAIN_FORMATS);
                Manifest manifest = copy(sql, zip);
                zip.putNextEntry(new ZipEntry("manifest.json"));
                zip.write(JsonMapper.shared().writerWithDefaultPrettyPrinter()
                        .writeValueAsBytes(manifest));
                zip.closeEntry();
                return manifest;
            } finally {
                sql.execute("ROLLBACK");
            }
        }
    }

    private Manifest copy(Statement sql, ZipOutputStream zip) throws SQLException, IOException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        List<Manifest.Table> tables = new ArrayList<>();
        for (Manifest.Table table : Tables.of(connection)) {
            zip.putNextEntry(new ZipEntry(table.entry()));
            MessageDigest digest = Seal.sha256();
            Counting counted = new Counting(new DigestOutputStream(zip, digest));
            BufferedOutputStream buffer = new BufferedOutputStream(counted, 1 << 16);
            long rows = copies.copyOut("COPY " + Tables.quoted(table.name()) + " ("
                    + String.join(", ", table.columns()) + ") TO STDOUT", buffer);
            buffer.flush();
            zip.closeEntry();
            tables.add(new Manifest.Table(table.name(), table.columns(), table.definition(), rows,
                    counted.bytes, HexFormat.of().formatHex(digest.digest())));
            progress.accept(String.format(Locale.ROOT, "%-28s %,12d rows", table.name(), rows));
        }
        String postgres;
        String now;
        try (ResultSet row = sql.executeQuery("SELECT current_setting('server_version'),"
                + " to_char(now(), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")) {
            row.next();
            postgres = row.getString(1);
            now = row.getString(2);
        }
        return new Manifest(1, now, postgres, SchemaHistory.of(connection).version(), tables,
                Tables.sequences(connection));
    }

    private static final class Counting extends FilterOutputStream {
        private long bytes;

        Counting(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] part, int offset, int length) throws IOException {
            out.write(part, offset, length);
            bytes += length;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            bytes++;
        }
    }
}
