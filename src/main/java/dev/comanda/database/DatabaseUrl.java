package dev.comanda.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL is and who we are to it, read from the form that platforms hand out:
 * {@code postgres://user:password@host:5432/name?sslmode=require}. The driver itself takes neither
 * that form nor a user before the host.
 *
 * <p>{@code toString} leaves the password out, and so does every message.
 *
 * @param hosts one or more {@code host:port}, separated by commas, IPv6 in brackets
 * @param parameters in the driver's names, decoded
 * @see "R 0.2, R 0.6"
 */
public record DatabaseUrl(String hosts, String database, String username, String password,
        Map<String, String> parameters) {

    /** Names of libpq and of other drivers, as platforms' own pages append them. */
    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "application_name", "ApplicationName",
            "channel_binding", "channelBinding",
            "connect_timeout", "connectTimeout",
            "gssencmode", "gssEncMode",
            "keepalives", "tcpKeepAlive",
            "schema", "currentSchema");
    private static final Pattern URL = Pattern.compile("(?:jdbc:)?postgres(?:ql)?:(?://)?(.*)",
            Pattern.DOTALL);
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern HOST = Pattern
            .compile("(\\[[0-9a-fA-F:.%a-z]+]|[^:/@\\[\\]\\s]+)(?::(\\d{1,5}))?");
    private static final Pattern PRIVATE_HOST = Pattern.compile("""
        [^.\\[]+|.*\\.(?:internal|local|localdomain|lan|svc|home\\.arpa)|\\[(?:::1|f[cde].*)]\
        |127\\..*|10\\..*|192\\.168\\..*|172\\.(?:1[6-9]|2\\d|3[01])\\..*|169\\.254\\..*""");

    public DatabaseUrl {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads one variable's value.
     *
     * @param variable whose value this is, for the messages
     * @throws InvalidDatabaseUrlException naming the variable and what is wrong, never the value
     */
    public static DatabaseUrl parse(String variable, String text) {
        Matcher url = URL.matcher(text.strip());
        if (!url.matches()) {
            throw new InvalidDatabaseUrlException(variable,
                    "it begins with neither postgres:// nor postgresql:// nor jdbc:postgresql:",
                    "no empieza por postgres:// ni postgresql:// ni jdbc:postgresql:");
        }
        String rest = url.group(1);
        int query = rest.indexOf('?');
        Parser parser = new Parser(variable);
        Map<String, String> parameters = parser
                .parameters(query < 0 ? "" : rest.substring(query + 1));
        String beforeQuery = query < 0 ? rest : rest.substring(0, query);

        // the last @: platforms do not always encode what a person chose as a password
        int at = beforeQuery.lastIndexOf('@');
        String user = at < 0 ? "" : beforeQuery.substring(0, at);
        String place = beforeQuery.substring(at + 1);
        int colon = user.indexOf(':');
        String username = parser.decode(colon < 0 ? user : user.substring(0, colon));
        String password = colon < 0 ? "" : parser.decode(user.substring(colon + 1));
        int slash = place.indexOf('/');
        String hosts = parser.hosts(slash < 0 ? place : place.substring(0, slash));
        String database = slash < 0 ? "" : parser.decode(place.substring(slash + 1));

        return of(variable, hosts, database,
                orElse(orElse(username, parameters.remove("user")),
                        System.getProperty("user.name")),
                orElse(password, parameters.remove("password")), parameters);
    }

    static DatabaseUrl of(String variable, String hosts, String database, String username,
            String password, Map<String, String> parameters) {
        if (database.isBlank() || database.contains("/")) {
            throw new InvalidDatabaseUrlException(variable,
                    "it does not name a database after the host (…@host:5432/NAME)",
                    "falta el nombre de la base de datos tras el servidor (…@host:5432/NOMBRE)");
        }
        Map<String, String> all = new TreeMap<>(parameters);
        if (!all.containsKey("sslmode")
                && !COMMA.splitAsStream(hosts).allMatch(DatabaseUrl::isPrivate)) {
            all.put("sslmode", "require"); // the driver would fall back to plain text in silence
        }
        return new DatabaseUrl(hosts, database, username, password, all);
    }

    /** The same database, with unqualified names looked up in {@code schema}. */
    public DatabaseUrl withSchema(String schema) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("currentSchema", schema);
        return new DatabaseUrl(hosts, database, username, password, all);
    }

    /** Another database of the same server. */
    DatabaseUrl named(String other) {
        return new DatabaseUrl(hosts, other, username, password, parameters);
    }

    /** For the driver; user and password travel beside it, never in it. */
    public String jdbcUrl() {
        String query = new TreeMap<>(parameters).entrySet().stream()
                .map(p -> encode(p.getKey()) + "=" + encode(p.getValue()))
                .collect(Collectors.joining("&"));
        return "jdbc:postgresql://" + hosts + "/" + encode(database)
                + (query.isEmpty() ? "" : "?" + query);
    }

    /** Whether a host is on the internet, as far as its name tells. */
    public boolean isPublic() {
        return !COMMA.splitAsStream(hosts).allMatch(DatabaseUrl::isPrivate);
    }

    @Override
    public String toString() {
        return username + "@" + hosts + "/" + database;
    }

    private static boolean isPrivate(String hostAndPort) {
        return PRIVATE_HOST.matcher(hostAndPort.replaceFirst(":\\d+$", "")).matches();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static String orElse(String text, @Nullable String fallback) {
        return text.isEmpty() && fallback != null ? fallback : text;
    }

    /** Reads the pieces; knows the variable for its complaints. */
    private record Parser(String variable) {

        String hosts(String text) {
            if (text.isEmpty()) {
                return "localhost:5432";
            }
            return COMMA.splitAsStream(text).map(this::host)
                    .collect(Collectors.joining(","));
        }

        private String host(String text) {
            Matcher host = HOST.matcher(text);
            String port = host.matches() ? host.group(2) : null;
            if (!host.matches() || (port != null && Integer.parseInt(port) > 65535)) {
                throw new InvalidDatabaseUrlException(variable,
                        "host and port cannot be read (host, host:5432 or [::1]:5432; "
                                + "in the password write @ : / ? # % as %40 %3A %2F %3F %23 %25)",
                        "no se entienden el servidor y el puerto (host, host:5432 o [::1]:5432; "
                                + "escriba @ : / ? # % de la contraseña como "
                                + "%40 %3A %2F %3F %23 %25)");
            }
            return host.group(1) + ":" + (port == null ? "5432" : port);
        }

        Map<String, String> parameters(String query) {
            Map<String, String> parameters = new TreeMap<>();
            for (String parameter : query.split("&", -1)) {
                int equals = parameter.indexOf('=');
                if (equals > 0) {
                    String name = decode(parameter.substring(0, equals));
                    String value = decode(parameter.substring(equals + 1));
                    put(parameters, DRIVER_NAMES.getOrDefault(name, name), value);
                }
            }
            return parameters;
        }

        private static void put(Map<String, String> parameters, String name, String value) {
            switch (name) {
                case "ssl" -> parameters.putIfAbsent("sslmode",
                        value.equals("false") || value.equals("0") ? "disable" : "require");
                case "sslmode" ->
                    parameters.put(name, value.equals("no-verify") ? "require" : value);
                case "tcpKeepAlive" -> parameters.put(name, value.equals("1") ? "true" : value);
                default -> parameters.put(name, value);
            }
        }

        /** Not URLDecoder: in these URLs a plus is a plus. */
        String decode(String text) {
            if (Pattern.compile("%(?![0-9a-fA-F]{2})").matcher(text).find()) {
                throw new InvalidDatabaseUrlException(variable,
                        "it has a % without two hexadecimal digits after it (write % as %25)",
                        "tiene un % sin dos cifras hexadecimales detrás (escriba % como %25)");
            }
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        }
    }
}
