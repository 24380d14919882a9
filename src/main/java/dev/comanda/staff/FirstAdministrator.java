package dev.comanda.staff;

import dev.comanda.security.Passwords;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets somebody in at the first start, and only then: while no staff exist, makes one administrator
 * from ADMIN_USERNAME and ADMIN_PASSWORD, or with a random password printed once.
 */
@Component
class FirstAdministrator implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);
    // 57 characters that nobody confuses when copying them by hand; 20 of them are 116 bits
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
            + "abcdefghijkmnopqrstuvwxyz23456789";

    private static final String NOBODY_YET = "SELECT NOT EXISTS (SELECT FROM staff)";
    // of two instances that start at once the second waits, then sees the first one's row
    private static final String LOCK = "SELECT pg_advisory_xact_lock(4210301)";
    private static final String CREATE = """
        INSERT INTO staff (location_id, id, username, name, role, password_hash)
        SELECT l.id, :id, :username, :name, 'admin', :hash
          FROM locations AS l
         WHERE l.code = 'main' AND NOT EXISTS (SELECT FROM staff)
        """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Passwords passwords;
    private final Environment environment;

    FirstAdministrator(JdbcClient jdbc, TransactionTemplate transactions, Passwords passwords,
            Environment environment) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.passwords = passwords;
        this.environment = environment;
    }

    /** Before the port opens: who meets the server can sign in to it. */
    @Override
    public void afterSingletonsInstantiated() {
        if (!jdbc.sql(NOBODY_YET).query(Boolean.class).single()) {
            return;
        }
        String username = set("ADMIN_USERNAME").orElse("admin");
        Optional<String> chosen = set("ADMIN_PASSWORD");
        chosen.flatMap(value -> Passwords.faultOfChosen("ADMIN_PASSWORD", value))
                .ifPresent(fault -> {
                    throw new IllegalStateException(fault);
                });
        String password = chosen.orElseGet(FirstAdministrator::random);
        if (create(username, password)) {
            LOG.atInfo().addKeyValue("username", username).log("first administrator created");
            if (chosen.isEmpty()) {
                print(username, password);
            }
        }
    }

    private boolean create(String username, String password) {
        String hash = passwords.hash(password);
        return Boolean.TRUE.equals(transactions.execute(status -> {
            jdbc.sql(LOCK).query().singleRow();
            return jdbc.sql(CREATE).param("id", UUID.randomUUID()).param("username", username)
                    .param("name", username).param("hash", hash).update() == 1;
        }));
    }

    private Optional<String> set(String variable) {
        return Optional.ofNullable(environment.getProperty(variable)).filter(v -> !v.isBlank());
    }

    private static String random() {
        return new SecureRandom().ints(20, 0, LETTERS.length())
                .mapToObj(i -> String.valueOf(LETTERS.charAt(i))).collect(Collectors.joining());
    }

    /** On the console, never through a logger: logs are kept and shipped. */
    private static void print(String username, String password) {
        String rule = "─".repeat(72);
        System.out.println("""

            %s
              Primer administrador: se muestra solo esta vez; anótelo ahora.
              First administrator: shown this once only; write it down now.

              usuario / user:         %s
              contraseña / password:  %s
            %s
            """.formatted(rule, username, password, rule));
    }
}
