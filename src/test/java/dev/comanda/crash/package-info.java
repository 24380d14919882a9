/** Kills the real server under load and audits what is left of its books. */
@NullMarked
package dev.comanda.crash;

import org.jspecify.annotations.NullMarked;
