package dev.comanda.websocket;

/** Why a socket ends, as RFC 6455, 7.4 and the registry of IANA number it. */
public final class CloseCode {
    public static final int NORMAL = 1000;
    /** The server stops, or the peer left its page. */
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    /** Nobody said so: the connection was lost. */
    public static final int ABNORMAL = 1006;
    public static final int NOT_UTF8 = 1007;
    /** Not allowed here, or not any more. */
    public static final int POLICY_VIOLATION = 1008;
    public static final int TOO_BIG = 1009;
    /** Come back: what was missed can be read then. */
    public static final int TRY_AGAIN_LATER = 1013;

    private CloseCode() {}

    /** Whether a peer may send it in a close frame. */
    static boolean sendable(int code) {
        boolean registered = code >= NORMAL && code <= 1014;
        boolean unsaid = code >= 1004 && code <= ABNORMAL;
        return (registered && !unsaid) || (code >= 3000 && code <= 4999);
    }
}
