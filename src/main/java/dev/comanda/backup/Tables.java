package dev.comanda.backup;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables of the schema in which the connection stands. */
final class Tables {

    /** Those that others refer to come first. */
    private static final String TABLES = """
        WITH RECURSIVE ours AS (
            SELECT oid, relname FROM pg_class
             WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'),
        refers AS (
            SELECT conrelid AS child, confrelid AS parent
              FROM pg_constraint
             WHERE contype = 'f' AND conrelid <> confrelid),
        depth AS (
            SELECT oid, 0 AS level FROM ours
            UNION
            SELECT r.child, d.level + 1 FROM depth AS d JOIN refers AS r ON r.parent = d.oid)
        SELECT o.relname AS name,
               (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attnum)
                  FROM pg_attribute AS a
                 WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
                   AND a.attgenerated = '') AS columns,
               'CREATE TABLE ' || quote_ident(o.relname) || ' ('
               || (SELECT string_agg(quote_ident(a.attname) || ' '
                          || format_type(a.atttypid, a.atttypmod)
                          || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                          || CASE WHEN d.adbin IS NULL OR a.attidentity <> '' THEN ''
                                  ELSE ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END, ', '
                          ORDER BY a.attnum)
                     FROM pg_attribute AS a
                     LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                    WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
                      AND a.attgenerated = '')
               || coalesce((SELECT string_agg(', CONSTRAINT ' || quote_ident(n.conname) || ' '
                                              || pg_get_constraintdef(n.oid), '')
                              FROM pg_constraint AS n
                             WHERE n.conrelid = o.oid AND n.contype IN ('p', 'u')), '')
               || ')' AS definition
          FROM ours AS o
          JOIN depth AS d ON d.oid = o.oid
         GROUP BY o.oid, o.relname
         ORDER BY max(d.level), o.relname
        """;
    private static final String SEQUENCES = """
        SELECT c.relname AS table, a.attname AS column,
               pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
          FROM pg_class AS c
          JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
           AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL
         ORDER BY 1, 2
        """;

    private Tables() {}

    /** Without counts yet. */
    static List<Manifest.Table> of(Connection connection) throws SQLException {
        List<Manifest.Table> tables = new ArrayList<>();
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(TABLES)) {
            while (row.next()) {
                Array columns = row.getArray("columns");
                tables.add(new Manifest.Table(row.getString("name"),
                        List.of((String[]) columns.getArray()), row.getString("definition"), 0, 0,
                        ""));
            }
        }
        return tables;
    }

    static List<Manifest.Sequence> sequences(Connection connection) throws SQLException {
        List<Manifest.Sequence> sequences = new ArrayList<>();
        try (Statement sql = connection.createStatement();
                Statement inner = connection.createStatement();
                ResultSet row = sql.executeQuery(SEQUENCES)) {
            while (row.next()) {
                try (ResultSet state = inner.executeQuery(
                        "SELECT last_value, is_called FROM " + row.getString("sequence"))) {
                    state.next();
                    sequences.add(new Manifest.Sequence(row.getString("table"),
                            row.getString("column"), state.getLong(1), state.getBoolean(2)));
                }
            }
        }
        return sequences;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
