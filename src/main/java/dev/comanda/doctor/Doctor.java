package dev.comanda.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the books and says what is wrong with them; changes nothing, and may read while tills sell.
 *
 * <p>Every {@link Invariant} is checked in one snapshot. {@link #examine} sums up first and runs
 * only the queries that the {@link Checksums} ask for; {@link #examineThoroughly} runs them all and
 * takes ten times as long.
 */
public final class Doctor {

    /** So many findings are named for each invariant. */
    public static final int SHOWN = 20;

    private Doctor() {}

    /**
     * Checks everything in seconds.
     *
     * @param connection in autocommit mode, left as it was
     * @throws SQLException also where tables are missing: the migrations have not run
     */
    public static Examination examine(Connection connection) throws SQLException {
        return inSnapshot(connection, false);
    }

    /** As {@link #examine}, with every query, for tests of crashes and of restored books. */
    public static Examination examineThoroughly(Connection connection) throws SQLException {
        return inSnapshot(connection, true);
    }

    private static Examination inSnapshot(Connection connection, boolean thoroughly)
            throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            try {
                return within(connection, thoroughly);
            } finally {
                sql.execute("ROLLBACK");
            }
        }
    }

    /** The same as seen from the transaction that is open, which keeps these settings. */
    static Examination within(Connection connection, boolean thoroughly) throws SQLException {
        long start = System.nanoTime();
        List<Finding> findings = new ArrayList<>();
        try (Statement sql = connection.createStatement()) {
            // compiling takes longer than it saves; the sort of a query keeps within 32 MB
            sql.execute("SET LOCAL jit = off");
            sql.execute("SET LOCAL work_mem = '32MB'");
            // a few thousand rows are looked up by their key, not found by reading a million
            sql.execute("SET LOCAL random_page_cost = 1.1");
            Set<String> different = thoroughly ? Set.of() : Checksums.different(connection);
            for (Invariant invariant : Invariant.all()) {
                if (thoroughly || !invariant.summed() || different.contains(invariant.name())) {
                    add(findings, sql, invariant);
                }
            }
            return new Examination(findings, Invariant.all().size(), count(sql),
                    (System.nanoTime() - start) / 1_000_000);
        }
    }

    /**
     * The limit is outside of what is planned: inside, PostgreSQL would look for twenty rows one by
     * one where there are none, and one that the driver asks for forbids it to use both cores.
     */
    private static void add(List<Finding> findings, Statement sql, Invariant invariant)
            throws SQLException {
        try (ResultSet rows = sql.executeQuery("""
            WITH found AS MATERIALIZED (%s)
            SELECT coalesce(l.code, shown.location_id::text, '?') AS location, shown.row,
                   shown.problem
              FROM (SELECT location_id, row, problem FROM found LIMIT %d) AS shown
              LEFT JOIN locations AS l ON l.id = shown.location_id
            """.formatted(invariant.sql(), SHOWN))) {
            while (rows.next()) {
                findings.add(new Finding(invariant.name(), rows.getString("location"),
                        rows.getString("row"), rows.getString("problem")));
            }
        }
    }

    private static long count(Statement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery(
                "SELECT coalesce(sum(last_receipt_number), 0) FROM registers")) {
            row.next();
            return row.getLong(1);
        }
    }
}
