/** The operators' commands, as somebody at a terminal sees them. */
@NullMarked
package dev.comanda.ops;

import org.jspecify.annotations.NullMarked;
