package dev.comanda.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.TestDatabase;
import dev.comanda.web.CorrelationId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A day in which every writing route is used once, while each table notes which database session
 * writes into it: whoever looks into {@code pg_stat_activity} would see the same.
 */
class TracingEveryWriteTests extends GuardedShop {

    /** Asked for by POST, but keeping nothing of the shop. */
    private static final Set<String> READS = Set.of("POST /api/orders/quote",
            "POST /api/coworking/sessions/{id}/checkout/quote", "POST /api/coworking/tariffs/quote",
            "POST /api/system/doctor");
    private static final String SESSIONS = "/api/coworking/sessions";
    private static final String CARD = "\"register\":\"R1\",\"tenders\":[{\"method\":\"card\"}]";

    /** Notes who wrote; as the owner, so that the server's role needs no right to. */
    private static final String WATCH = """
        CREATE TABLE witness (written text, operation text, session text);
        CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            INSERT INTO witness VALUES (TG_TABLE_NAME, TG_OP,
                                        current_setting('application_name'));
            RETURN NULL;
        END $$;
        DO $$
        DECLARE
            watched regclass;
        BEGIN
            FOR watched IN SELECT format('%I.%I', schemaname, tablename)::regclass
                             FROM pg_tables
                            WHERE schemaname = current_schema()
                              AND tablename NOT IN ('witness', 'flyway_schema_history') LOOP
                EXECUTE format('CREATE TRIGGER witness AFTER INSERT OR UPDATE OR DELETE ON %s'
                               || ' FOR EACH ROW EXECUTE FUNCTION witness()', watched);
            END LOOP;
        END $$
        """;
    /** What the server writes on nobody's behalf: the numbering of events. */
    private static final String UNNAMED = """
        SELECT DISTINCT operation || ' ' || written || ' as ' || session
          FROM witness
         WHERE session ~ '^comanda/\\S+ schema=\\d+$'
           AND written NOT IN ('events', 'topics')
           AND NOT (written = 'outbox' AND operation <> 'INSERT')
        """;
    private static final String WRITTEN_FOR = """
        SELECT DISTINCT written FROM witness WHERE right(session, length(:id)) = :id
        """;

    @Autowired
    private JdbcConnectionDetails database;
    private final Map<String, String> asked = new TreeMap<>();
    private String token = "";
    private String shopCode = "";

    @BeforeEach
    void watch() throws SQLException {
        asOwner(WATCH);
    }

    @AfterEach
    void lookAway() throws SQLException {
        asOwner("DROP FUNCTION witness() CASCADE; DROP TABLE witness");
    }

    @Test
    void whatever_is_written_says_in_its_database_session_for_which_request() throws SQLException {
        openAShop();
        catalogue();
        people();
        String order = sales();
        room(order);
        ask("PATCH /api/locations/{code}", "{\"name\":\"La otra\"}", shopCode);

        assertThat(asked.keySet()).isEqualTo(writingRoutes());
        try (Connection owner = TestDatabase.open(database)) {
            JdbcClient look = JdbcClient.create(new SingleConnectionDataSource(owner, true));
            asked.forEach((route, id) -> assertThat(look.sql(WRITTEN_FOR).param("id", id)
                    .query(String.class).list()).as(route).isNotEmpty());
            assertThat(look.sql(UNNAMED).query(String.class).list()).isEmpty();
        }
    }

    private void openAShop() {
        shopCode = unique("traza");
        token = admin();
        ask("POST /api/locations", """
            {"code":"%s","name":"Otra","currency":"MXN","timeZone":"America/Mexico_City",
             "pricesIncludeTax":true}""".formatted(shopCode));
        token = ask("POST /api/session", """
            {"username":"jefa","password":"%s","location":"%s"}""".formatted(PASSWORD, shopCode))
                .text("token");
    }

    private void catalogue() {
        String latte = ask("POST /api/products", """
            {"sku":"LATTE","name":"Latte","category":"café","price":5500,"taxRateBp":1600,
             "stock":9}""").text("id");
        ask("PATCH /api/products/{id}", "{\"price\":5600}", latte);
        ask("POST /api/products/{id}/stock", "{\"delta\":5,\"reason\":\"entrega\"}", latte);
        ask("POST /api/products", """
            {"sku":"TEN-HOURS","name":"10 h","category":"pase","price":40000,
             "taxRateBp":1600}""");
        ask("POST /api/coworking/pass-terms", """
            {"sku":"TEN-HOURS","unit":"minutes","amount":600,"validDays":30,
             "counted":"from-purchase"}""");
    }

    private void people() {
        ask("POST /api/registers", "{\"code\":\"R2\"}");
        Answer device = ask("POST /api/devices",
                "{\"kind\":\"register\",\"name\":\"Barra\",\"register\":\"R2\"}");
        String name = unique("ana");
        String pin = pin();
        String password = "una frase larga y buena";
        String person = ask("POST /api/staff", """
            {"username":"%s","name":"Ana","role":"cashier","pin":"%s","password":"%s"}"""
                .formatted(name, pin, password)).text("id");
        Answer first = ask("POST /api/session", """
            {"username":"%s","pin":"%s","device":"%s"}""".formatted(name, pin,
                device.text("token")));
        Answer renewed = ask("POST /api/session/refresh",
                "{\"refreshToken\":\"" + first.text("refreshToken") + "\"}");
        String manager = token;
        token = renewed.text("token");
        ask("DELETE /api/session", "");
        token = "";
        token = ask("POST /api/session", """
            {"username":"%s","password":"%s","location":"%s"}""".formatted(name, password,
                shopCode)).text("token");
        String other = ask("POST /api/session", """
            {"username":"%s","password":"%s","location":"%s"}""".formatted(name, password,
                shopCode)).text("token");
        ask("POST /api/sessions/{id}/end", "{\"password\":\"" + password + "\"}",
                send(other, "GET", "/api/sessions", "").json().at("/items/0/id").asString());
        ask("PUT /api/session/password",
                "{\"current\":\"%s\",\"password\":\"otra frase larga y buena\"}"
                        .formatted(password));
        token = manager;
        ask("PATCH /api/staff/{id}", "{\"name\":\"Ana M.\"}", person);
        ask("DELETE /api/staff/{id}/sessions", "", person);
        ask("DELETE /api/devices/{id}", "", device.json().at("/device/id").asString());
        ask("PATCH /api/registers/{code}", "{\"active\":false}", "R2");
    }

    private String sales() {
        String order = ask("POST /api/orders", """
            {%s,"lines":[{"sku":"LATTE","quantity":2},{"sku":"TEN-HOURS","quantity":1}]}"""
                .formatted(CARD)).text("id");
        ask("POST /api/orders/{id}/refunds", """
            {"register":"R1","lines":[{"line":1,"quantity":1}],"reason":"frío"}""", order);
        String mistake = ask("POST /api/orders", """
            {%s,"lines":[{"sku":"LATTE","quantity":1}]}""".formatted(CARD)).text("id");
        ask("POST /api/orders/{id}/void", "{\"reason\":\"error\"}", mistake);
        return order;
    }

    private void room(String order) {
        ask("PUT /api/coworking/settings", "{\"alertAfterMinutes\":600,\"closing\":{}}");
        ask("POST /api/coworking/seats",
                "{\"code\":\"M1\",\"kind\":\"desk\",\"name\":\"Mesa 1\",\"capacity\":2}");
        ask("POST /api/coworking/seats",
                "{\"code\":\"M2\",\"kind\":\"desk\",\"name\":\"Mesa 2\",\"capacity\":2}");
        ask("PATCH /api/coworking/seats/{code}", "{\"name\":\"Ventana\"}", "M2");
        String hourly = """
            {"rules":{"code":"hourly","name":"Hora","taxRateBp":0,"perPerson":true,
             "graceMinutes":0,"rate":{"passes":{"passes":[
             {"name":"1 h","minutes":60,"amount":5800}]}}}}""";
        ask("POST /api/coworking/tariffs", hourly);
        ask("POST /api/coworking/tariffs/{code}/versions", hourly.replace("5800", "6000"),
                "hourly");
        String guest = ask("POST " + SESSIONS, guest("M1")).text("id");
        String extra = ask("POST " + SESSIONS + "/{id}/extras",
                "{\"sku\":\"LATTE\",\"quantity\":1}", guest).json().at("/extras/0/id").asString();
        ask("DELETE " + SESSIONS + "/{id}/extras/{extra}", "", guest, extra);
        ask("POST " + SESSIONS + "/{id}/people", "{\"people\":2}", guest);
        ask("POST " + SESSIONS + "/{id}/move", "{\"seat\":\"M2\"}", guest);
        ask("POST " + SESSIONS + "/{id}/finish", "", guest);
        ask("POST " + SESSIONS + "/{id}/corrections", "{\"amount\":5000,\"reason\":\"apagón\"}",
                guest);
        ask("POST " + SESSIONS + "/{id}/checkout", "{" + CARD + "}", guest);
        String nobody = ask("POST " + SESSIONS, guest("M1")).text("id");
        ask("POST " + SESSIONS + "/{id}/cancel", "{\"reason\":\"prueba\"}", nobody);
        ask("POST /api/coworking/passes/{id}/uses", "{\"amount\":60}", order + ".2.1");
    }

    private static String guest(String seat) {
        return "{\"seat\":\"%s\",\"guestName\":\"Ana\",\"people\":1,\"tariff\":\"hourly\"}"
                .formatted(seat);
    }

    /** Sends a request under an id of its own, which must succeed. */
    private Answer ask(String route, String body, String... inPath) {
        String path = route.substring(route.indexOf(' ') + 1);
        for (String id : inPath) {
            path = path.replaceFirst("\\{\\w+}", id);
        }
        String id = "traced-" + UUID.randomUUID().toString().substring(0, 13);
        Answer answer = send(token, route.substring(0, route.indexOf(' ')), path, body,
                CorrelationId.HEADER, id, "Idempotency-Key", UUID.randomUUID().toString(),
                "If-Match", "\"1\"");
        assertThat(answer.status()).as(route + " " + answer.body()).isBetween(200, 299);
        asked.put(route, id);
        return answer;
    }

    private static Set<String> writingRoutes() {
        return Permissions.rules().stream().flatMap(rule -> rule.routes().stream())
                .filter(route -> !route.startsWith("GET ") && !READS.contains(route))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection owner = TestDatabase.open(database);
                var statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
