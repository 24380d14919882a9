package dev.comanda.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.CommandDatabase.Unmigrated;
import dev.comanda.database.InstalledPostgres;
import dev.comanda.testing.Operator;
import dev.comanda.testing.TestDatabase;
import dev.comanda.testing.UsedShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** {@code comanda backup} and {@code comanda restore} (R 1.18, R 1.19, R 2.13). */
class BackingUpTests {

    @TempDir
    Path folder = Path.of("");

    @Test
    void r_1_19_every_row_comes_back_and_the_books_add_up() throws Exception {
        JdbcConnectionDetails shop = shop();
        JdbcConnectionDetails other = TestDatabase.fresh();
        Path file = backup(shop);
        assertThat(file.getFileName().toString()).matches("backup_\\d{8}_\\d{6}\\.zip");

        Operator restored = restore(other, file, "--reason", "drill");

        assertThat(restored.code()).as("%s", restored).isZero();
        assertThat(restored.out()).contains("the books add up");
        assertThat(rows(other)).isEqualTo(rows(shop));
        assertThat(text(other, "SELECT reason FROM ops_audit ORDER BY id DESC LIMIT 1"))
                .isEqualTo("drill");
        assertThat(text(other, "SELECT epoch FROM event_log"))
                .isNotEqualTo(text(shop, "SELECT epoch FROM event_log"));
        assertThat(text(other, "INSERT INTO locations (code, name, currency, time_zone,"
                + " prices_include_tax) VALUES ('new', 'n', 'MXN', 'UTC', true) RETURNING id"))
                .isEqualTo("2");
    }

    /** There and back over two major versions, where the machine has the older one. */
    @Test
    void r_1_18_a_backup_moves_between_versions_of_postgresql() throws Exception {
        if (!InstalledPostgres.isThere(15)) {
            System.out.println("POSTGRESQL 15: not installed, backups move within one version");
            return;
        }
        JdbcConnectionDetails newer = shop();
        JdbcConnectionDetails older = InstalledPostgres.fresh(15);
        assertThat(restore(older, backup(newer))).extracting(Operator::code).isEqualTo(0);
        assertThat(rows(older)).isEqualTo(rows(newer));

        JdbcConnectionDetails again = TestDatabase.fresh();
        Path second = new Backup(TestDatabase.open(older), line -> {})
                .to(folder.resolve("second.zip")).file();
        assertThat(restore(again, second)).extracting(Operator::code).isEqualTo(0);
        assertThat(rows(again)).isEqualTo(rows(newer));
    }

    @Test
    void what_was_cut_or_changed_is_refused_before_anything_is_written() throws Exception {
        long seed = Long.getLong("backup.seed", new SecureRandom().nextInt(1_000_000));
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(backup(shop()));
        JdbcConnectionDetails empty = TestDatabase.fresh();
        for (int i = 0; i < 25; i++) {
            byte[] broken = whole.clone();
            if (i % 5 == 0) {
                broken = Arrays.copyOf(whole, random.nextInt(whole.length));
            } else {
                broken[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
            }
            Path file = Files.write(folder.resolve("broken.zip"), broken);
            Operator run = i < 2 ? restore(empty, file) : restore(empty, file, "--check");
            assertThat(run.code()).as("seed %d, %d: %s", seed, i, run).isEqualTo(1);
            assertThat(run.err()).contains("cut or changed");
        }
        assertThat(text(empty, "SELECT count(*) FROM pg_class WHERE relnamespace ="
                + " 'public'::regnamespace")).isEqualTo("0");
        Path file = Files.write(folder.resolve("whole.zip"), whole);
        assertThat(restore(empty, file, "--check", "--json").json().path("rows").asLong())
                .isGreaterThan(50);
    }

    @Test
    void a_database_that_is_not_empty_is_left_alone() throws Exception {
        JdbcConnectionDetails shop = shop();
        Path file = backup(shop);
        Map<String, String> before = rows(shop);

        Operator run = restore(shop, file);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("not empty");
        assertThat(rows(shop)).isEqualTo(before);
    }

    @Test
    void r_2_13_a_new_database_is_made_for_it_and_the_other_left_alone() throws Exception {
        JdbcConnectionDetails shop = shop();
        Path file = backup(shop);
        Map<String, String> before = rows(shop);
        JdbcConnectionDetails drill = TestDatabase.fresh();
        String name = nameOf(drill);

        Operator there = restore(shop, file, "--to-new", name);
        assertThat(there.code()).as("%s", there).isEqualTo(1);
        assertThat(there.err()).contains("There is a database " + name + " already");

        drop(shop, name);
        Operator made = restore(shop, file, "--to-new", name, "--reason", "drill");
        assertThat(made.code()).as("%s", made).isZero();
        assertThat(made.out()).contains("into " + name + "; the books add up");
        assertThat(rows(drill)).isEqualTo(before).isEqualTo(rows(shop));
        assertThat(text(drill, "SELECT reason FROM ops_audit ORDER BY id DESC LIMIT 1"))
                .isEqualTo("drill");
    }

    @Test
    void a_new_database_goes_again_if_the_restore_fails_and_none_is_made_for_a_damaged_file()
            throws Exception {
        JdbcConnectionDetails shop = shop();
        Path file = backup(shop);
        JdbcConnectionDetails drill = TestDatabase.fresh();
        String name = nameOf(drill);
        drop(shop, name);
        String there = "SELECT count(*) FROM pg_database WHERE datname = '" + name + "'";

        Path cut = Files.write(folder.resolve("cut.zip"),
                Arrays.copyOf(Files.readAllBytes(file), 500));
        assertThat(restore(shop, cut, "--to-new", name).code()).isEqualTo(1);
        assertThat(text(shop, there)).isEqualTo("0");

        CompletableFuture<Operator> run = CompletableFuture
                .supplyAsync(() -> restore(shop, file, "--to-new", name));
        while (text(shop, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE"
                + " datname = '" + name + "' AND backend_type = 'client backend'").equals("0")) {
            assertThat(run).isNotDone();
        }
        assertThat(run.get(5, TimeUnit.MINUTES).code()).isEqualTo(3);
        assertThat(text(shop, there)).isEqualTo("0");
    }

    @Test
    void a_restore_that_fails_leaves_nothing_behind() throws Exception {
        Path file = backup(shop());
        JdbcConnectionDetails empty = TestDatabase.fresh();
        try (Connection connection = TestDatabase.open(empty);
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE SCHEMA elsewhere; CREATE FUNCTION elsewhere.no() RETURNS"
                    + " event_trigger LANGUAGE plpgsql AS $$ BEGIN IF to_regclass('orders') IS"
                    + " NOT NULL THEN RAISE EXCEPTION 'no'; END IF; END $$;"
                    + " CREATE EVENT TRIGGER no ON ddl_command_end"
                    + " EXECUTE FUNCTION elsewhere.no()");
        }
        assertThat(restore(empty, file).code()).isEqualTo(3);
        assertThat(text(empty, "SELECT count(*) FROM pg_class WHERE relnamespace ="
                + " 'public'::regnamespace")).isEqualTo("0");
    }

    private static JdbcConnectionDetails shop() {
        JdbcConnectionDetails shop = TestDatabase.fresh();
        UsedShop.fill(shop);
        return shop;
    }

    private Path backup(JdbcConnectionDetails database) throws IOException {
        Unmigrated target = UsedShop.unmigrated(database);
        Path to = Files.createTempDirectory(folder, "to");
        Operator run = Operator.runs(new BackupCommand(() -> target), "--to", to.toString());
        assertThat(run.code()).as("%s", run).isZero();
        assertThat(run.err()).contains("orders ");
        try (Stream<Path> files = Files.list(to)) {
            return files.findFirst().orElseThrow();
        }
    }

    private static Operator restore(JdbcConnectionDetails database, Path file,
            String... more) {
        Unmigrated target = UsedShop.unmigrated(database);
        return Operator.runs(new RestoreCommand(() -> target, name -> new Unmigrated(
                new DriverManagerDataSource(database.getJdbcUrl().replace(nameOf(database), name),
                        String.valueOf(database.getUsername()),
                        String.valueOf(database.getPassword())),
                Optional.empty())),
                Stream.concat(Stream.of(file.toString()), Arrays.stream(more))
                        .toArray(String[]::new));
    }

    private static String nameOf(JdbcConnectionDetails database) {
        return database.getJdbcUrl().replaceAll("^.*/|\\?.*$", "");
    }

    private static void drop(JdbcConnectionDetails shop, String name) throws SQLException {
        try (Connection connection = TestDatabase.open(shop);
                Statement sql = connection.createStatement()) {
            sql.execute("DROP DATABASE " + name);
        }
    }

    /** A digest of every table's rows, but for the book of operations and the renewed epoch. */
    private static Map<String, String> rows(JdbcConnectionDetails database) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = TestDatabase.open(database);
                Statement sql = connection.createStatement();
                Statement inner = connection.createStatement();
                ResultSet table = sql
                        .executeQuery("SELECT relname FROM pg_class WHERE relkind = 'r'"
                                + " AND relnamespace = 'public'::regnamespace"
                                + " AND relname NOT LIKE 'ops%'"
                                + " AND relname <> 'event_log'")) {
            inner.execute("SET TimeZone = 'UTC'");
            while (table.next()) {
                try (ResultSet row = inner.executeQuery("SELECT count(*) || ' ' || coalesce(md5("
                        + "string_agg(t::text, '|' ORDER BY t::text COLLATE \"C\")), '') FROM "
                        + table.getString(1) + " AS t")) {
                    row.next();
                    rows.put(table.getString(1), row.getString(1));
                }
            }
        }
        assertThat(rows).hasSizeGreaterThan(15);
        return rows;
    }

    private static String text(JdbcConnectionDetails database, String query) throws SQLException {
        try (Connection connection = TestDatabase.open(database);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
