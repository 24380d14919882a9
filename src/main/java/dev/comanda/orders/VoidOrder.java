package dev.comanda.orders;

/** Why an order is taken back, 1 to 200 characters. */
record VoidOrder(String reason) {}
