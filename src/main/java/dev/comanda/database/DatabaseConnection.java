package dev.comanda.database;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * The database this instance works on: {@code DATABASE_URL}, else {@code PGHOST…}, else one of our
 * own, except on a platform, whose disk does not outlive the next deploy.
 *
 * @param direct past any pooler: migrations and LISTEN need sessions that stay theirs
 * @param pooled a pooler in transaction mode stands before {@code main}
 * @param own the server to stop when the application ends
 */
record DatabaseConnection(DatabaseUrl main, DatabaseUrl direct, boolean pooled,
        @Nullable EmbeddedPostgres own) implements JdbcConnectionDetails, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DatabaseConnection.class);
    static final String NAME = "comanda";
    private static final List<String> PARTS = List.of("PGHOST", "PGUSER", "PGDATABASE");
    private static final List<String> PLATFORMS = List.of("RENDER", "RAILWAY_ENVIRONMENT_NAME",
            "KUBERNETES_SERVICE_HOST");

    /**
     * Chooses by the environment, in the order above.
     *
     * @throws DatabaseUrlMissingException on a platform or in profile {@code prod} without one
     * @throws InvalidDatabaseUrlException for a variable that cannot be read
     */
    static DatabaseConnection choose(Environment env) {
        Optional<DatabaseConnection> named = named(env);
        named.ifPresent(connection -> log.info("PostgreSQL: {}", connection));
        return named.orElseGet(() -> embedded(env));
    }

    /** As {@link #choose}, but goes nowhere: empty where it would bring one of our own. */
    static Optional<DatabaseConnection> named(Environment env) {
        refuseHalfAnAddress(env);
        DatabaseUrl named = value(env, "DATABASE_URL")
                .map(url -> DatabaseUrl.parse("DATABASE_URL", url))
                .or(() -> value(env, "PGHOST").map(host -> fromParts(env, host))).orElse(null);
        if (named == null) {
            boolean onPlatform = PLATFORMS.stream().anyMatch(name -> value(env, name).isPresent());
            if (onPlatform || env.acceptsProfiles(Profiles.of("prod"))) {
                throw new DatabaseUrlMissingException();
            }
            return Optional.empty();
        }
        Optional<DatabaseUrl> unpooled = unpooled(env, "DATABASE_UNPOOLED_URL")
                .or(() -> unpooled(env, "DATABASE_DIRECT_URL"));
        boolean pooled = value(env, "DB_POOLER").map(Boolean::parseBoolean)
                .orElse((unpooled.isPresent() && !unpooled.get().equals(named))
                        || "true".equals(named.parameters().get("pgbouncer")));
        return Optional.of(new DatabaseConnection(inSchema(env, named),
                inSchema(env, unpooled.orElse(named)), pooled, null));
    }

    /** All or none (R 2.4): with one missing it would be another database than was meant. */
    private static void refuseHalfAnAddress(Environment env) {
        List<String> missing = PARTS.stream().filter(part -> value(env, part).isEmpty()).toList();
        if (value(env, "DATABASE_URL").isEmpty() && !missing.isEmpty()
                && missing.size() < PARTS.size()) {
            String all = String.join(", ", PARTS);
            throw new InvalidDatabaseUrlException(String.join(", ", missing),
                    "it is not set; set all of " + all + ", or none of them",
                    "no está definida; defina " + all + ", o ninguna");
        }
    }

    @Override
    public String getJdbcUrl() {
        return main.jdbcUrl();
    }

    @Override
    public String getUsername() {
        return main.username();
    }

    @Override
    public String getPassword() {
        return main.password();
    }

    @Override
    public String toString() {
        return main.toString();
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }

    /** The schema that DB_SCHEMA asks for, if it does. */
    static Optional<String> schema(Environment env) {
        return value(env, "DB_SCHEMA").map(schema -> {
            if (!schema.matches("[a-z_][a-z0-9_]{0,62}")) {
                throw new InvalidDatabaseUrlException("DB_SCHEMA",
                        "use lower-case letters, digits and _, not beginning with a digit",
                        "use minúsculas, cifras y _, sin empezar por una cifra");
            }
            return schema;
        });
    }

    /** Whether {@link #choose} would bring a database of our own. */
    static boolean isOurOwn(Environment env) {
        return value(env, "DATABASE_URL").isEmpty() && value(env, "PGHOST").isEmpty()
                && PLATFORMS.stream().allMatch(name -> value(env, name).isEmpty());
    }

    private static DatabaseConnection embedded(Environment env) {
        Path home = CommandDatabase.home(env);
        EmbeddedPostgres own = EmbeddedPostgres.start(home);
        own.createDatabase(NAME);
        log.info("PostgreSQL propio / our own PostgreSQL: {} ({})", own.home(), own.psqlHint(NAME));
        DatabaseUrl url = inSchema(env, DatabaseUrl.of("comanda.data", "127.0.0.1:" + own.port(),
                NAME, own.username(), own.password(),
                Map.of("sslmode", "disable", "gssEncMode", "disable")));
        return new DatabaseConnection(url, url, false, own);
    }

    private static DatabaseUrl fromParts(Environment env, String host) {
        String port = value(env, "PGPORT").orElse("5432");
        boolean bareIpv6 = host.contains(":") && !host.startsWith("[");
        DatabaseUrl parsed = DatabaseUrl.parse("PGHOST/PGPORT/PGDATABASE", "postgres://"
                + (bareIpv6 ? "[" + host + "]" : host) + ":" + port + "/"
                + value(env, "PGDATABASE").orElse("")
                + value(env, "PGSSLMODE").map(mode -> "?sslmode=" + mode).orElse(""));
        return new DatabaseUrl(parsed.hosts(), parsed.database(),
                value(env, "PGUSER").orElseThrow(),
                value(env, "PGPASSWORD").orElse(""), parsed.parameters());
    }

    private static Optional<DatabaseUrl> unpooled(Environment env, String variable) {
        return value(env, variable).map(url -> DatabaseUrl.parse(variable, url));
    }

    private static DatabaseUrl inSchema(Environment env, DatabaseUrl url) {
        return schema(env).map(url::withSchema).orElse(url);
    }

    /** Platforms' forms leave variables empty; that is the same as unset. */
    private static Optional<String> value(Environment env, String name) {
        return Optional.ofNullable(env.getProperty(name)).filter(text -> !text.isBlank());
    }
}
