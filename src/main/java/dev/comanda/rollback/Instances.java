package dev.comanda.rollback;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is connected and needs what would be taken back. A server's pool calls itself
 * {@code comanda/VERSION schema=NNN} ({@code application_name}), NNN the newest migration that its
 * release brings; while it writes, the request's id follows.
 */
final class Instances {

    private Instances() {}

    /** One line for each release that needs more than the version given. */
    static List<String> needingMoreThan(int version, Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement sql = connection.createStatement()) {
            sql.execute("SELECT pg_stat_clear_snapshot()");
            try (ResultSet row = sql.executeQuery("""
                SELECT release || ' (' || count(*) || ' sessions since '
                       || to_char(min(backend_start) AT TIME ZONE 'UTC', 'HH24:MI:SS"Z"') || ')'
                  FROM (SELECT substring(application_name FROM '^comanda/.* schema=[0-9]+')
                                   AS release, backend_start
                          FROM pg_stat_activity
                         WHERE datname = current_database() AND pid <> pg_backend_pid()) AS session
                 WHERE substring(release FROM '[0-9]+$')::integer > %d
                 GROUP BY release
                 ORDER BY release
                """.formatted(version))) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }
}
