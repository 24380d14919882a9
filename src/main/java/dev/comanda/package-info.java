@NullMarked
package dev.comanda;

import org.jspecify.annotations.NullMarked;
