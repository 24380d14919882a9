package dev.comanda.health;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Every variable that the server reads, and what may be said of it to strangers. A test compares
 * this list with the source and with docs/configuration.md (R 0.4, R 1.15).
 */
public enum Setting {
    PORT("\\d{1,5}"),
    DB_POOL_SIZE("\\d{1,4}"),
    DB_SCHEMA("[a-z_][a-z0-9_]{0,62}"),
    DB_POOLER("true|false"),
    ACCESS_TOKEN_MINUTES("\\d{1,6}"),
    RATE_LIMIT_PER_CALLER("\\d{1,9}"),
    RATE_LIMIT_PER_ADDRESS("\\d{1,9}"),
    SOCKETS_PER_INSTANCE("\\d{1,9}"),
    SOCKETS_PER_ADDRESS("\\d{1,9}"),
    SOCKETS_PER_SESSION("\\d{1,9}"),
    EVENTS_KEPT_DAYS("\\d{1,4}"),
    SHUTDOWN_DRAIN_SECONDS("\\d{1,3}"),
    COMANDA_DEMO("true|false"),
    MAINTENANCE("0|1|true|false"),
    SPRING_PROFILES_ACTIVE("[a-z,]{1,40}"),

    DATABASE_URL,
    DATABASE_UNPOOLED_URL,
    DATABASE_DIRECT_URL,
    PGHOST,
    PGPORT,
    PGUSER,
    PGPASSWORD,
    PGDATABASE,
    PGSSLMODE,
    JWT_SECRET,
    SECRET_KEY_BASE,
    FLASK_SECRET_KEY,
    JWT_SECRET_PREVIOUS,
    ENCRYPTION_KEY,
    HEALTHCHECK_TOKEN,
    ADMIN_USERNAME,
    ADMIN_PASSWORD,
    CORS_ORIGIN,
    CORS_ORIGINS,
    TRUSTED_PROXIES,
    COMANDA_DATA,

    RENDER,
    RENDER_GIT_COMMIT,
    RAILWAY_ENVIRONMENT_NAME,
    RAILWAY_GIT_COMMIT_SHA,
    KUBERNETES_SERVICE_HOST;

    /**
     * Of the systems whose place this one takes: accepted, so that a platform's settings may stay,
     * and of no effect (R 3.4).
     */
    public static final List<String> UNUSED = List.of("REDIS_URL", "RABBITMQ_URL", "PPLX_API_KEY",
            "S3_BUCKET", "GRAPH_TENANT_ID", "GRAPH_CLIENT_ID", "GRAPH_CLIENT_SECRET", "NODE_ENV");

    private final Optional<Pattern> form;

    /** Told only whether it is set. */
    Setting() {
        this.form = Optional.empty();
    }

    /** Told as it is, where it has the form: nothing else that landed there by mistake. */
    Setting(String form) {
        this.form = Optional.of(Pattern.compile(form));
    }

    /** Whether its value may be told to anybody. */
    public boolean shown() {
        return form.isPresent();
    }

    /** Whether it has a value; platforms' forms leave variables empty, which is unset. */
    public boolean isSet(Environment environment) {
        return !value(environment).isBlank();
    }

    /** Its value, {@code null} where it is unset, for those that are shown. */
    @Nullable
    String shown(Environment environment) {
        String value = value(environment);
        if (value.isBlank()) {
            return null;
        }
        return form.filter(pattern -> pattern.matcher(value).matches()).isPresent()
                ? value
                : "not valid";
    }

    /** Which of {@link #UNUSED} are set. */
    public static List<String> unused(Environment environment) {
        return UNUSED.stream().filter(name -> !environment.getProperty(name, "").isBlank())
                .toList();
    }

    /** Those whose value a start cannot read, one sentence each. */
    public static List<String> faults(Environment environment) {
        return Stream.of(values()).filter(setting -> setting.isSet(environment))
                .flatMap(setting -> setting.form.stream()
                        .filter(form -> !form.matcher(setting.value(environment)).matches())
                        .map(form -> setting.name() + " is not valid; it must match " + form))
                .toList();
    }

    private String value(Environment environment) {
        return environment.getProperty(name(), "").strip();
    }
}
