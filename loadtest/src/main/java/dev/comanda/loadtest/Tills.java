package dev.comanda.loadtest;

import dev.comanda.loadtest.Cart.Run;

/** A way to sell with many tills at once; every till has a connection and a register of its own. */
interface Tills {

    /**
     * Sells as fast as the answers come.
     *
     * @param replayed 0: new orders; else each till repeats its first so many of that run
     */
    Measure sell(Run run, int tills, int seconds, long replayed) throws Exception;

    String name();
}
