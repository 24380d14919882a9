package dev.comanda.rollback;

import java.util.List;

/**
 * What a rollback takes away that no migration brings back: rows of tables that go, values of
 * columns that go, rows that it deletes or changes. What is parked under another name stays.
 */
record Loss(List<Item> items) {

    /** So many of one kind: {@code 12 rows of table devices}. */
    record Item(long count, String what) {

        @Override
        public String toString() {
            return count + " " + what;
        }
    }

    long total() {
        return items.stream().mapToLong(Item::count).sum();
    }
}
