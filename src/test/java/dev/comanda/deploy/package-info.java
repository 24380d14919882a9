/** Servers as processes of their own: started, measured, stopped and replaced as platforms do. */
@NullMarked
package dev.comanda.deploy;

import org.jspecify.annotations.NullMarked;
