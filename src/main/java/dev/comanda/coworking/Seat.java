package dev.comanda.coworking;

/**
 * Where guests sit. Switched off rather than deleted: sessions name it for ever.
 *
 * @param code     as printed on the seat, for life
 * @param kind     {@code desk}, {@code table} or {@code room}
 * @param capacity how many people it takes
 * @param active   whether a session can be opened there
 */
record Seat(String code, String kind, String name, int capacity, boolean active) {}
