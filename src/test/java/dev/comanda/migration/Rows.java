package dev.comanda.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rows of every table, each as JSON by column name, so that a column more or less shows. */
record Rows(Map<String, List<Map<String, String>>> tables) {

    private static final String TABLES = """
        SELECT relname
          FROM pg_class
         WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
           AND relname NOT LIKE 'flyway%' AND relname NOT LIKE 'parked%'
         ORDER BY relname
        """;

    static Rows of(Connection connection) throws SQLException {
        Map<String, List<Map<String, String>>> tables = new TreeMap<>();
        try (Statement sql = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet row = sql.executeQuery(TABLES)) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            for (String name : names) {
                tables.put(name, read(sql, name));
            }
        }
        return new Rows(tables);
    }

    private static List<Map<String, String>> read(Statement sql, String table)
            throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (ResultSet row = sql.executeQuery("SELECT * FROM " + table)) {
            while (row.next()) {
                Map<String, String> values = new TreeMap<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.put(row.getMetaData().getColumnLabel(i),
                            String.valueOf(row.getString(i)));
                }
                rows.add(values);
            }
        }
        return rows;
    }

    /** Only the tables and columns that the other state has too, sorted: what must be equal. */
    Map<String, List<String>> commonWith(Rows other) {
        Map<String, List<String>> common = new TreeMap<>();
        tables.forEach((table, rows) -> {
            List<Map<String, String>> others = other.tables.get(table);
            if (others != null) {
                Set<String> columns = rows.isEmpty() || others.isEmpty()
                        ? Set.of()
                        : others.getFirst().keySet();
                common.put(table, rows.stream().map(row -> {
                    Map<String, String> shared = new TreeMap<>(row);
                    shared.keySet().retainAll(columns);
                    return shared.toString();
                }).sorted().toList());
            }
        });
        return common;
    }

    /** Those of some tables only. */
    Rows of(Set<String> names) {
        Map<String, List<Map<String, String>>> some = new TreeMap<>(tables);
        some.keySet().retainAll(names);
        return new Rows(some);
    }

    /** Without some columns, each as {@code table.column}. */
    Rows without(Set<String> columns) {
        Map<String, List<Map<String, String>>> others = new TreeMap<>();
        tables.forEach((table, rows) -> others.put(table, rows.stream().map(row -> {
            Map<String, String> rest = new TreeMap<>(row);
            rest.keySet().removeIf(column -> columns.contains(table + "." + column));
            return rest;
        }).toList()));
        return new Rows(others);
    }

    List<String> emptyTables() {
        return tables.entrySet().stream().filter(table -> table.getValue().isEmpty())
                .map(Map.Entry::getKey).toList();
    }
}
