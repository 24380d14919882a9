package dev.comanda.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;

/**
 * Sessions outside the pool and past any pooler, for what needs one of its own: LISTEN, session
 * locks, long reads. They carry none of the pool's time limits; the caller closes them.
 */
public final class DirectConnections {

    private final FlywayConnectionDetails details;

    DirectConnections(FlywayConnectionDetails details) {
        this.details = details;
    }

    /**
     * Opens one.
     *
     * @param purpose seen as {@code application_name} in pg_stat_activity
     */
    public Connection open(String purpose) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", Objects.requireNonNullElse(details.getUsername(), ""));
        properties.setProperty("password", Objects.requireNonNullElse(details.getPassword(), ""));
        properties.setProperty("ApplicationName", purpose);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(details.getJdbcUrl(), properties);
    }

    /**
     * Begins work that keeps a session of its own; see {@link StandingSession}.
     *
     * @param purpose the session's {@code application_name}, and the thread's name
     */
    public StandingSession keep(String purpose, StandingSession.Work work) {
        return new StandingSession(this, purpose, work);
    }

    /** Throws a failure to connect that somebody must mend; lets pass what may end by itself. */
    public void refuseWhatWaitingCannotMend() {
        try (Connection connection = open("comanda-start")) {
            connection.isValid(5);
        } catch (SQLException e) {
            if (!ConnectionProblem.of(e).map(ConnectionProblem::mayEndByItself).orElse(true)) {
                throw new IllegalStateException("The database refuses us", e);
            }
        }
    }
}
