package dev.comanda.rollback;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Counts by doing: the scripts run, the catalogue says which tables and columns are gone (by their
 * object ids, so that what was only renamed is not), the transaction's statistics say what was
 * changed; then all of it is taken back, the doomed tables are locked and counted.
 */
final class LossCount {

    private static final String COLUMNS = """
        SELECT c.oid, c.relname AS table, a.attnum, quote_ident(a.attname) AS column,
               quote_ident(c.relname) AS quoted,
               coalesce(pg_get_expr(d.adbin, d.adrelid), 'NULL') AS default, a.attgenerated <> ''
                   AS computed
          FROM pg_class AS c
          JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
           AND c.relname NOT LIKE 'flyway%' AND c.relname NOT LIKE 'ops\\_%'
         ORDER BY c.relname, a.attnum
        """;
    private static final String TOUCHED = """
        SELECT relid AS oid, n_tup_upd, n_tup_del
          FROM pg_stat_xact_user_tables
        """;

    private LossCount() {}

    private record Column(long table, String tableName, int number, String name,
            String quotedTable, String otherwise, boolean computed) {}

    private record Touched(long updated, long deleted) {}

    /** What is done to the transaction. */
    @FunctionalInterface
    interface Deed {
        void run() throws SQLException;
    }

    /** Counts what the deed would take away, and holds locks on what it is. */
    static Loss of(Connection transaction, Deed deed) throws SQLException {
        List<Column> before = columns(transaction);
        Map<Long, Touched> still = touched(transaction);
        Savepoint start = transaction.setSavepoint();
        deed.run();
        Set<String> after = new HashSet<>();
        columns(transaction).forEach(column -> after.add(column.table + "/" + column.number));
        Map<Long, Touched> moved = touched(transaction);
        transaction.rollback(start);
        return count(transaction, before, after, still, moved);
    }

    private static Loss count(Connection transaction, List<Column> before, Set<String> after,
            Map<Long, Touched> still, Map<Long, Touched> moved) throws SQLException {
        List<Loss.Item> items = new ArrayList<>();
        Set<Long> surviving = new HashSet<>();
        before.stream().filter(column -> after.contains(column.table + "/" + column.number))
                .forEach(column -> surviving.add(column.table));
        Set<Long> counted = new HashSet<>();
        try (Statement sql = transaction.createStatement()) {
            for (Column column : before) {
                boolean kept = after.contains(column.table + "/" + column.number);
                if (!kept && !surviving.contains(column.table)) {
                    if (counted.add(column.table)) {
                        sql.execute("LOCK TABLE " + column.quotedTable);
                        add(items, sql, "SELECT count(*) FROM " + column.quotedTable,
                                "rows of table " + column.tableName);
                    }
                } else if (!kept && !column.computed) {
                    sql.execute("LOCK TABLE " + column.quotedTable);
                    add(items, sql, "SELECT count(*) FROM " + column.quotedTable + " WHERE "
                            + column.name + " IS DISTINCT FROM (" + column.otherwise + ")",
                            "values of column " + column.tableName + "." + column.name);
                }
                if (kept && counted.add(column.table)) {
                    Touched was = still.getOrDefault(column.table, new Touched(0, 0));
                    Touched is = moved.getOrDefault(column.table, was);
                    add(items, is.updated - was.updated, "rows changed in " + column.tableName);
                    add(items, is.deleted - was.deleted, "rows deleted from " + column.tableName);
                }
            }
        }
        return new Loss(List.copyOf(items));
    }

    private static void add(List<Loss.Item> items, Statement sql, String query, String what)
            throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            row.next();
            add(items, row.getLong(1), what);
        }
    }

    private static void add(List<Loss.Item> items, long count, String what) {
        if (count > 0) {
            items.add(new Loss.Item(count, what));
        }
    }

    private static List<Column> columns(Connection transaction) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement sql = transaction.createStatement();
                ResultSet row = sql.executeQuery(COLUMNS)) {
            while (row.next()) {
                columns.add(new Column(row.getLong("oid"), text(row, "table"),
                        row.getInt("attnum"), text(row, "column"), text(row, "quoted"),
                        text(row, "default"), row.getBoolean("computed")));
            }
        }
        return columns;
    }

    private static Map<Long, Touched> touched(Connection transaction) throws SQLException {
        Map<Long, Touched> touched = new HashMap<>();
        try (Statement sql = transaction.createStatement();
                ResultSet row = sql.executeQuery(TOUCHED)) {
            while (row.next()) {
                touched.put(row.getLong("oid"),
                        new Touched(row.getLong("n_tup_upd"), row.getLong("n_tup_del")));
            }
        }
        return touched;
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column));
    }
}
