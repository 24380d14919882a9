package dev.comanda.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The straight way out to one peer: what Tomcat keeps for an operation of its own costs a third as
 * much as the system call. Not the channel that Tomcat keeps around it: that one is used again for
 * whoever comes when this peer has left, and bytes written to it then reach a stranger.
 */
final class KernelSocket {

    private final SocketWrapperBase<?> socket;
    private final @Nullable SocketChannel peer;

    /** Under TLS nothing goes straight. */
    KernelSocket(SocketWrapperBase<?> socket) {
        this.socket = socket;
        this.peer = socket.getSocket() instanceof NioChannel channel
                && channel.getClass() == NioChannel.class ? channel.getIOChannel() : null;
    }

    /** Whether there was room for all, as there nearly always is; what is left is for Tomcat. */
    boolean takesAll(ByteBuffer[] buffers) {
        if (peer == null || socket.hasDataToWrite()) {
            return false;
        }
        try {
            if (buffers.length == 1) {
                peer.write(buffers[0]);
            } else {
                peer.write(buffers);
            }
            return !buffers[buffers.length - 1].hasRemaining();
        } catch (IOException broken) {
            return false; // Tomcat finds the same and says so
        }
    }
}
