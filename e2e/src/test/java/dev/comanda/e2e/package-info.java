/** The pages as people use them: a real browser, the packaged server, its own database. */
@NullMarked
package dev.comanda.e2e;

import org.jspecify.annotations.NullMarked;
