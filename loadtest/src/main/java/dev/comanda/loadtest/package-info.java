/** Load on a running server: what the database allows, what HTTP leaves of it, and what it costs. */
@NullMarked
package dev.comanda.loadtest;

import org.jspecify.annotations.NullMarked;
