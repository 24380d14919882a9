/** What every test may use: a real PostgreSQL. */
@NullMarked
package dev.comanda.testing;

import org.jspecify.annotations.NullMarked;
