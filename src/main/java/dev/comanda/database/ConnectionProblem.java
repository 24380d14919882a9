package dev.comanda.database;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why a database cannot be reached, told apart by what somebody has to do about it. */
enum ConnectionProblem {
    WRONG_PASSWORD(false),
    NO_SUCH_DATABASE(false),
    UNKNOWN_HOST(false),
    TLS(false),
    TOO_MANY_CONNECTIONS(true),
    STARTING(true),
    REFUSED(true),
    NO_ANSWER(true),
    OTHER(true);

    private final boolean mayEndByItself;

    ConnectionProblem(boolean mayEndByItself) {
        this.mayEndByItself = mayEndByItself;
    }

    boolean mayEndByItself() {
        return mayEndByItself;
    }

    /** In Spanish, then in English. */
    String description() {
        return switch (this) {
            case WRONG_PASSWORD -> """
                La base de datos rechaza el usuario o la contraseña.
                The database refuses the user or the password.""";
            case NO_SUCH_DATABASE -> """
                La base de datos no existe en ese servidor.
                That server has no such database.""";
            case UNKNOWN_HOST -> """
                No se encuentra el servidor de la base de datos.
                The database's host name is unknown.""";
            case TLS -> """
                No se logra una conexión cifrada (TLS) con la base de datos.
                No encrypted connection (TLS) with the database comes about.""";
            case TOO_MANY_CONNECTIONS -> """
                La base de datos no acepta más conexiones.
                The database takes no more connections.""";
            case STARTING -> """
                La base de datos está arrancando o parándose.
                The database is starting or stopping.""";
            case REFUSED -> """
                Nadie contesta en ese servidor y puerto.
                Nobody answers at that host and port.""";
            case NO_ANSWER -> """
                El servidor de la base de datos no contesta a tiempo.
                The database's host does not answer in time.""";
            case OTHER -> """
                No hay conexión con la base de datos.
                There is no connection with the database.""";
        };
    }

    /** What to check first. */
    String action() {
        return switch (this) {
            case WRONG_PASSWORD -> """
                Check user and password in DATABASE_URL (or PGUSER, PGPASSWORD): is one missing? In
                the password write @ : / ? # % as %40 %3A %2F %3F %23 %25. Was it rotated?""";
            case NO_SUCH_DATABASE -> """
                Check the name after the last / in DATABASE_URL, or create it with
                CREATE DATABASE.""";
            case UNKNOWN_HOST -> """
                Check the host in DATABASE_URL; a platform's internal name works only inside its
                network and region, from elsewhere take the external URL.""";
            case TLS -> """
                Add ?sslmode=require where the server demands TLS, or ?sslmode=disable inside a
                private network whose server has none; verify-full also needs sslrootcert.""";
            case TOO_MANY_CONNECTIONS -> """
                Lower DB_POOL_SIZE (8 for each instance, twice during a deploy) or raise the
                server's max_connections; look for forgotten sessions in pg_stat_activity.""";
            case STARTING -> """
                Wait for it and start Comanda again; the database's own log says what it does.""";
            case REFUSED -> """
                Check host and port in DATABASE_URL and that PostgreSQL runs and listens there.""";
            case NO_ANSWER -> "Check firewall, security group and region; the host may be down.";
            case OTHER -> "Check DATABASE_URL and the database's own log.";
        };
    }

    /** Reads a failure; empty if it is no failure to connect. */
    static Optional<ConnectionProblem> of(SQLException failure) {
        String state = SqlState.of(failure).orElse("");
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean connecting = state.startsWith("08") || state.startsWith("28");
        if (hasCause(failure, SSLException.class) || (connecting && (message.contains("ssl")
                || message.contains("no encryption") || message.contains("certificate")
                || message.contains("could not be verified")))) {
            return Optional.of(TLS);
        }
        return switch (state) {
            // 08004 is the driver's: it has no password to send
            case "28P01", "28000", "08004" -> Optional.of(WRONG_PASSWORD);
            case "3D000" -> Optional.of(NO_SUCH_DATABASE);
            case "53300" -> Optional.of(TOO_MANY_CONNECTIONS);
            case "57P01", "57P02", "57P03" -> Optional.of(STARTING);
            default -> state.startsWith("08") ? Optional.of(byCause(failure)) : Optional.empty();
        };
    }

    private static ConnectionProblem byCause(Throwable failure) {
        if (hasCause(failure, UnknownHostException.class)) {
            return UNKNOWN_HOST;
        }
        if (hasCause(failure, ConnectException.class)) {
            return REFUSED;
        }
        return hasCause(failure, SocketTimeoutException.class) ? NO_ANSWER : OTHER;
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
