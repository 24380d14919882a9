/** Backups that come back whole, and those that are refused. */
@NullMarked
package dev.comanda.backup;

import org.jspecify.annotations.NullMarked;
