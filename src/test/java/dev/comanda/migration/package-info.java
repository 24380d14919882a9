/** Every migration forth and back on data, and the golden schema. */
@NullMarked
package dev.comanda.migration;

import org.jspecify.annotations.NullMarked;
