package dev.comanda.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.EncryptedPostgres;
import dev.comanda.deploy.Instance;
import dev.comanda.testing.Answer;
import dev.comanda.testing.Operator;
import dev.comanda.testing.TestDatabase;
import dev.comanda.testing.Till;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole product with {@code DB_SCHEMA=pos2} (R 2.4), on a database on which it must prove who
 * it is ({@code sslmode=verify-full}, R 0.6): server, smoke test, a session, and every command that
 * deals with the schema. {@code public} stays empty.
 */
@Timeout(180)
class WorkingInAnotherSchemaTests {

    private static final String VERIFIED = "sslmode=verify-full&sslrootcert="
            + EncryptedPostgres.authority();

    @TempDir
    Path folder = Path.of("");

    @Test
    void r_2_4_it_sells_seats_is_backed_up_and_restored_and_public_stays_empty() throws Exception {
        String url = EncryptedPostgres.freshUrl(VERIFIED);
        Terminal shop = terminal(url);
        try (Instance server = Instance.start(Instance.Program.underTest(),
                folder.resolve("server.log"), TestDatabase.fresh(),
                Map.of("DATABASE_URL", url, "DB_SCHEMA", "pos2", "COMANDA_DEMO", "true"))) {
            server.awaitReady(Duration.ofMinutes(2));
            Operator smoke = shop.runs("smoke", "http://127.0.0.1:" + server.port(), "--password",
                    Instance.ADMIN_PASSWORD);
            assertThat(smoke.code()).as("%s", smoke).isZero();
            seatAGuest(server.port());
            Operator needed = shop.runs("rollback", "--steps", "1", "--reason", "drill");
            assertThat(needed.err()).contains("Code goes back first");
        }
        done(shop.runs("migrations", "status"));
        done(shop.runs("migrations", "verify"));
        assertThat(done(shop.runs("doctor")).out()).contains("The books add up");
        done(shop.runs("backup", "--to", folder.toString()));
        assertThat(done(shop.runs("rollback", "--to", "0", "--dry-run")).out())
                .contains("rows of table orders");
        try (Stream<Path> files = Files.list(folder)) {
            String file = files.filter(path -> path.toString().endsWith(".zip")).findFirst()
                    .orElseThrow().toString();
            Operator restored = terminal(EncryptedPostgres.freshUrl(VERIFIED)).runs("restore",
                    file);
            assertThat(done(restored).out()).contains("the books add up");
        }
        assertThat(tables(url)).isEqualTo("pos2");
    }

    private static void seatAGuest(int port) {
        Till till = Till.signIn(port, "main", "admin", Instance.ADMIN_PASSWORD);
        Answer sat = till.post("/api/coworking/sessions", """
            {"seat":"M1","guestName":"Ana","people":1,"tariff":"hourly"}
            """, "Idempotency-Key", Till.newKey());
        assertThat(sat.status()).as("%s", sat).isEqualTo(201);
        String session = "/api/coworking/sessions/" + sat.json().path("id").asString();
        Answer paid = till.post(session + "/checkout", """
            {"register":"R1","tenders":[{"method":"card"}]}
            """, "Idempotency-Key", Till.newKey());
        assertThat(paid.status()).as("%s", paid).isEqualTo(201);
    }

    private static Terminal terminal(String url) {
        return new Terminal(Map.of("DATABASE_URL", url, "DB_SCHEMA", "pos2"));
    }

    private static Operator done(Operator run) {
        assertThat(run.code()).as("%s", run).isZero();
        return run;
    }

    /** The schemas that have any. */
    private static String tables(String url) throws Exception {
        String[] parts = url.replace("postgres://", "").split("[:@]", 3);
        try (Connection connection = DriverManager.getConnection("jdbc:postgresql://" + parts[2],
                parts[0], parts[1]);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("""
                    SELECT string_agg(DISTINCT relnamespace::regnamespace::text, ' ')
                      FROM pg_class
                     WHERE relkind IN ('r', 'i', 'S', 'v')
                       AND relnamespace::regnamespace::text !~ '^pg_|^information_schema'
                    """)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
