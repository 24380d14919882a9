/** Good books are found good, and each kind of damage is found by its name. */
@NullMarked
package dev.comanda.doctor;

import org.jspecify.annotations.NullMarked;
