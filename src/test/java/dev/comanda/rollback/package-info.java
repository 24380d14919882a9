/** The way back, planned, counted and killed half way. */
@NullMarked
package dev.comanda.rollback;

import org.jspecify.annotations.NullMarked;
