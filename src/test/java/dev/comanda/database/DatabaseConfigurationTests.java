package dev.comanda.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.comanda.testing.TestDatabase;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(webEnvironment = WebEnvironment.MOCK)
@Import(TestDatabase.class)
@Execution(ExecutionMode.SAME_THREAD)
class DatabaseConfigurationTests {

    @Autowired
    JdbcConnectionDetails details;
    @Autowired
    DataSource pool;
    @Autowired
    DirectConnections direct;
    @Autowired
    Database database;

    @Test
    void a_test_gets_the_test_database() {
        assertThat(details).isNotInstanceOf(DatabaseConnection.class);
    }

    @Test
    void a_till_s_session_has_limits_and_a_name() {
        assertThat(setting("statement_timeout")).isEqualTo("5s");
        assertThat(setting("lock_timeout")).isEqualTo("2s");
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("10s");
        assertThat(setting("jit")).isEqualTo("off");
        assertThat(setting("application_name")).matches("comanda/\\S+ schema=\\d{3}");
        assertThat(setting("server_version_num")).isGreaterThanOrEqualTo("150000");
    }

    /** R 1.14: what keeps a connection for longer than any sale may take is named in the log. */
    @Test
    void a_leaked_connection_is_noticed() throws SQLException {
        assertThat(pool.unwrap(HikariDataSource.class).getLeakDetectionThreshold())
                .isBetween(10_000L, 30_000L);
    }

    @Test
    void migrations_and_listeners_have_none() throws SQLException {
        try (var connection = direct.open("a listener");
                var sql = connection.createStatement();
                var row = sql.executeQuery("SELECT current_setting('statement_timeout'),"
                        + " current_setting('application_name')")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("0");
            assertThat(row.getString(2)).isEqualTo("a listener");
        }
    }

    private String setting(String name) {
        return database.keyed("a look", () -> JdbcClient.create(pool)
                .sql("SELECT current_setting(?)").param(name).query(String.class).single());
    }
}
