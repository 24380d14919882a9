package dev.comanda.backup;

import java.util.List;

/**
 * What is in a backup. Stands in the archive as {@code manifest.json}, after the tables.
 *
 * @param format 1
 * @param createdAt of the snapshot, RFC 3339
 * @param postgres version of the server that was read
 * @param schema the newest migration in it, digits
 */
record Manifest(int format, String createdAt, String postgres, String schema, List<Table> tables,
        List<Sequence> sequences) {

    /**
     * One table; its rows are in {@code tables/NAME.copy}, in PostgreSQL's COPY text format.
     *
     * @param columns those that were copied, in this order; computed ones are not
     * @param definition would make the table where no migration does
     * @param sha256 of the rows, not of their compressed form
     */
    record Table(String name, List<String> columns, String definition, long rows, long bytes,
            String sha256) {

        String entry() {
            return "tables/" + name + ".copy";
        }
    }

    /** Where a column's numbers go on. */
    record Sequence(String table, String column, long last, boolean called) {}

    long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }
}
