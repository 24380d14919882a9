package dev.comanda.loadtest;

import java.net.URI;

/** A server that brings what is posted to it to all of its screens. */
interface Feed {

    String name();

    Wire wire();

    URI server();

    /** For its screens; empty where anybody may look. */
    String token();

    long pid();

    /** What it holds when all garbage is gone, in bytes. */
    double liveBytes() throws Exception;

    void close() throws Exception;

    /** One of those who post, on a connection of his own. */
    Writer writer(int number);

    /** Posts one event that all screens are to be shown. */
    interface Writer {

        /** @return whether it was accepted */
        boolean post() throws Exception;
    }
}
