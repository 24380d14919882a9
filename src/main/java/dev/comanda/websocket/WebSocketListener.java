package dev.comanda.websocket;

/** One side of a conversation. */
public interface WebSocketListener {

    /** The handshake is done; first on the socket's loop. What was received may come sooner. */
    void opened();

    /**
     * The next bytes that the peer said, on a thread that may wait, in order. Borders of messages
     * mean nothing; the array is reused when this returns.
     */
    void received(byte[] bytes, int from, int to);

    /** Some moments passed; on the socket's loop. */
    void tick(long nanos);

    /**
     * Nothing is sent or received any more; once, on the socket's loop.
     *
     * @param code of {@link CloseCode}, whoever said it
     */
    void closed(int code);
}
