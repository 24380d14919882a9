/** The rules of the house that a machine can hold: arrows, names, sizes. */
@NullMarked
package dev.comanda.house;

import org.jspecify.annotations.NullMarked;
