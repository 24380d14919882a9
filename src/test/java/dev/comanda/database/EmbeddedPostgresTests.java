package dev.comanda.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One folder for all of them: each test finds what the one before left, as a shop would. */
@Timeout(60)
class EmbeddedPostgresTests {

    @TempDir
    static Path home;

    @Test
    void what_is_committed_is_on_disk() throws SQLException, IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            assertThat(List.of("fsync", "synchronous_commit", "full_page_writes",
                    "listen_addresses", "unix_socket_directories").stream()
                    .map(name -> text(postgres, "SHOW " + name)))
                    .containsExactly("on", "on", "on", "127.0.0.1", "");
            assertThat(PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(home.resolve("postgres.password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void without_the_password_nobody_gets_in() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            assertThatThrownBy(() -> DriverManager
                    .getConnection(postgres.jdbcUrl("postgres"), "postgres", "guess").close())
                    .isInstanceOfSatisfying(SQLException.class,
                            e -> assertThat(ConnectionProblem.of(e))
                                    .contains(ConnectionProblem.WRONG_PASSWORD));
        }
    }

    @Test
    void a_killed_jvm_takes_its_server_along_and_loses_nothing() throws Exception {
        try (Child child = startChild()) {
            int port = port(child);
            insert(port, "jvm");
            long server = PostgresProcess.serverPid(home.resolve("postgres")).orElseThrow();

            child.kill();

            await(() -> ProcessHandle.of(server).isEmpty());
        }
        assertThat(kept("jvm")).isEqualTo(1);
    }

    @Test
    void a_killed_server_comes_back_by_itself_on_its_port_and_loses_nothing() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            insert(postgres.port(), "server");
            long server = postgres.pid().orElseThrow();
            assertThat(PostgresProcess.runs(home)).isTrue();

            signal("-KILL", server);

            await(() -> postgres.pid().filter(pid -> pid != server).isPresent()
                    && text(postgres, "SELECT count(*) FROM kept WHERE name = 'server'")
                            .equals("1"));
        }
    }

    @Test
    void an_orphan_is_stopped_and_its_commits_are_kept() throws Exception {
        long server;
        try (Child child = startChild()) {
            insert(port(child), "orphan");
            server = PostgresProcess.serverPid(home.resolve("postgres")).orElseThrow();
            ProcessHandle shell = ProcessHandle.of(server).flatMap(ProcessHandle::parent)
                    .orElseThrow();
            signal("-STOP", child.process().pid()); // it must not notice
            for (ProcessHandle other : shell.children().toList()) {
                if (other.pid() != server) {
                    signal("-KILL", other.pid());
                }
            }
            signal("-KILL", shell.pid());
            child.kill();
            assertThat(ProcessHandle.of(server).filter(ProcessHandle::isAlive)).isPresent();
        }

        assertThat(kept("orphan")).isEqualTo(1);
        assertThat(ProcessHandle.of(server).flatMap(former -> former.info().command())).isEmpty();
    }

    @Test
    void a_process_that_got_the_old_number_is_left_alone() throws Exception {
        EmbeddedPostgres.start(home).close();
        Process innocent = new ProcessBuilder("sleep", "120").start();
        try {
            Files.writeString(home.resolve("postgres/postmaster.pid"), innocent.pid() + "\n");
            assertThat(PostgresProcess.runs(home)).isFalse();

            EmbeddedPostgres.start(home).close();

            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void a_process_file_that_a_power_cut_left_empty_does_not_stop_a_start() throws IOException {
        EmbeddedPostgres.start(home).close();
        Files.writeString(home.resolve("postgres/postmaster.pid"), "");

        EmbeddedPostgres.start(home).close();
    }

    @Test
    void a_second_one_in_the_same_folder_is_refused_at_once() throws Exception {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(home); Child second = startChild()) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(home))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("ya usa los datos")
                    .hasMessageContaining("already uses the data");
            assertThat(second.remainingOutput()).contains("Another Comanda (process "
                    + ProcessHandle.current().pid() + ") already uses the data in " + first.home());
            assertThat(second.process().waitFor()).isNotZero();
        }
    }

    @Test
    void a_stop_at_any_instant_of_the_first_start_does_no_harm(@TempDir Path fresh)
            throws Exception {
        for (int instantMs : new int[]{300, 1500, 2200}) {
            try (Child child = Child.start(Map.of(), Child.Shop.class, fresh.toString())) {
                child.awaitLine("STARTING");
                child.process().waitFor(instantMs, TimeUnit.MILLISECONDS);
                child.kill();
            }
        }

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(fresh)) {
            postgres.createDatabase("comanda");
            assertThat(text(postgres, "SELECT count(*) FROM pg_database"
                    + " WHERE datname = 'comanda'")).isEqualTo("1");
        }
    }

    private static Child startChild() throws IOException {
        return Child.start(Map.of(), Child.Shop.class, home.toString());
    }

    private static int port(Child child) throws IOException {
        return Integer.parseInt(Objects.requireNonNull(child.awaitLine("PORT ")).substring(5));
    }

    private static void insert(int port, String name) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres",
                Files.readString(home.resolve("postgres.password")));
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE IF NOT EXISTS kept (name text)");
            sql.execute("DELETE FROM kept WHERE name = '" + name + "'");
            sql.execute("INSERT INTO kept VALUES ('" + name + "')");
        }
    }

    private static int kept(String name) {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            return Integer.parseInt(
                    text(postgres, "SELECT count(*) FROM kept WHERE name = '" + name + "'"));
        }
    }

    private static String text(EmbeddedPostgres postgres, String query) {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl("postgres"),
                postgres.username(), postgres.password());
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            return e.toString();
        }
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
    }

    /** Until the class's time limit. */
    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.sleep(20);
        }
    }
}
