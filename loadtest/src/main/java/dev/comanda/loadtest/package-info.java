/** Load on a running server: what the database allows, what HTTP leaves of it, at what cost. */
@NullMarked
package dev.comanda.loadtest;

import org.jspecify.annotations.NullMarked;
