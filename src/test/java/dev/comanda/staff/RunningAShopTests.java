package dev.comanda.staff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.security.GuardedShop;
import dev.comanda.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

class RunningAShopTests extends GuardedShop {

    @Test
    void a_pin_signs_in_on_an_enrolled_register_only_and_one_person_at_a_time() {
        String device = enrol("register", "R1").text("token");
        String ana = unique("ana");
        String anasPin = pin();
        String eva = unique("eva");
        String evasPin = pin();
        hire(ana, "cashier", "pin", anasPin);
        hire(eva, "cashier", "pin", evasPin);

        Answer first = byPin(ana, anasPin, device);
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(first.text("register")).isEqualTo("R1");
        Answer second = byPin(eva, evasPin, device);
        assertThat(second.status()).isEqualTo(201);

        assertThat(send(first.text("token"), "GET", "/api/session", "").status()).isEqualTo(401);
        assertThat(send(second.text("token"), "GET", "/api/session", "").json()
                .at("/staff/name").asString()).isEqualTo(eva);
        assertThat(byPin(ana, evasPin, device).status()).isEqualTo(401);
        assertThat(byPin(ana, anasPin, "cdt_AAAA").status()).isEqualTo(401);
        assertThat(signIn(ana, anasPin).status()).as("a PIN is no password").isEqualTo(401);
        assertThat(send(second.text("token"), "PUT", "/api/session/password",
                "{\"current\":\"" + evasPin + "\",\"password\":\"una frase muy larga\"}").refused())
                .isEqualTo("400 /current no-password");
    }

    @Test
    void a_revoked_register_and_whoever_is_signed_in_on_it_are_out_at_once() {
        Answer enrolled = enrol("register", "R2");
        String name = unique("ana");
        String pin = pin();
        hire(name, "cashier", "pin", pin);
        String token = byPin(name, pin, enrolled.text("token")).text("token");

        String id = enrolled.json().at("/device/id").asString();
        assertThat(send(admin(), "DELETE", "/api/devices/" + id, "").status()).isEqualTo(204);

        assertThat(send(token, "GET", "/api/session", "").status()).isEqualTo(401);
        assertThat(byPin(name, pin, enrolled.text("token")).status()).isEqualTo(401);
    }

    /** A trigger ends the first try, as PostgreSQL ends one of two that wait for each other. */
    @Test
    void what_postgresql_undid_is_done_again_and_once(
            @Autowired JdbcConnectionDetails database) throws SQLException {
        try (Connection owner = TestDatabase.open(database);
                Statement sql = owner.createStatement()) {
            sql.execute("""
                CREATE SEQUENCE tries;
                GRANT ALL ON SEQUENCE tries TO PUBLIC;
                CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('tries') = 1 THEN RAISE 'undone' USING ERRCODE = '40P01'; END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER undo BEFORE INSERT ON registers FOR EACH ROW EXECUTE FUNCTION undo()
                """);
            try {
                Answer made = send(admin(), "POST", "/api/registers", "{\"code\":\"R77\"}");
                assertThat(made.status()).as(made.body()).isEqualTo(201);
                try (ResultSet tries = sql.executeQuery("SELECT last_value FROM tries")) {
                    assertThat(tries.next()).isTrue();
                    assertThat(tries.getLong(1)).isEqualTo(2);
                }
            } finally {
                sql.execute("DROP FUNCTION undo CASCADE; DROP SEQUENCE tries");
            }
        }
        String registers = send(admin(), "GET", "/api/registers", "").body();
        assertThat(registers.split("R77", -1)).hasSize(2);
    }

    @Test
    void a_screen_reads_its_location_until_it_is_revoked() {
        Answer screen = enrol("screen", null);
        String token = screen.text("token");
        assertThat(send(token, "GET", "/api/products", "").status()).isEqualTo(200);
        assertThat(send(token, "GET", "/api/orders", "").status()).isEqualTo(403);
        assertThat(send(token, "POST", "/api/products", "{}").status()).isEqualTo(403);

        send(admin(), "DELETE", "/api/devices/" + screen.json().at("/device/id").asString(), "");

        assertThat(send(token, "GET", "/api/products", "").status()).isEqualTo(401);
    }

    @Test
    void wrong_pins_lock_the_person_on_that_register_only_and_not_for_ever() {
        String here = enrol("register", "R3").text("token");
        String there = enrol("register", "R4").text("token");
        String name = unique("ana");
        String pin = pin();
        String id = hire(name, "cashier", "pin", pin);
        for (int i = 0; i < 5; i++) {
            assertThat(byPin(name, "99887766", here).status()).isEqualTo(401);
        }

        Answer locked = byPin(name, pin, here);
        assertThat(locked.status()).isEqualTo(429);
        assertThat(Integer.parseInt(locked.header("Retry-After"))).isBetween(1, 61);
        assertThat(byPin(name, pin, there).status()).isEqualTo(201);
        jdbc.sql("UPDATE pin_failures SET locked_until = now() WHERE staff_id = :id::uuid")
                .param("id", id).update();
        assertThat(byPin(name, pin, here).status()).isEqualTo(201);
    }

    @Test
    void managers_run_the_counter_but_make_no_administrators() {
        String manager = tokenOf("manager");
        String name = unique("ana");

        assertThat(send(manager, "POST", "/api/staff", """
            {"username":"%s","name":"Ana","role":"cashier","pin":"739104"}""".formatted(name))
                .status()).isEqualTo(201);
        assertThat(send(manager, "POST", "/api/staff", """
            {"username":"%s","name":"Ana","role":"cashier","pin":"739104"}"""
                .formatted(name.toUpperCase(Locale.ROOT))).problem())
                .isEqualTo("already-exists");
        assertThat(send(manager, "POST", "/api/staff", """
            {"username":"%s","name":"x","role":"admin","password":"una frase muy larga"}"""
                .formatted(unique("x"))).problem()).isEqualTo("forbidden");
        assertThat(send(manager, "PATCH", "/api/staff/" + adminId(),
                "{\"password\":\"una frase muy larga\"}").problem()).isEqualTo("forbidden");
        assertThat(send(manager, "DELETE", "/api/staff/" + adminId() + "/sessions", "").problem())
                .isEqualTo("forbidden");
    }

    @Test
    void easy_passwords_and_pins_are_refused() {
        for (String member : new String[]{"\"password\":\"passwordpassword\"",
                "\"password\":\"aaaaaaaaaaaaaaaa\"", "\"password\":\"corta\"", "\"pin\":\"1234\"",
                "\"pin\":\"0000\"", "\"pin\":\"87654321\"", "\"pin\":\"12a4\""}) {
            Answer refused = send(admin(), "POST", "/api/staff", """
                {"username":"%s","name":"x","role":"cashier",%s}"""
                    .formatted(unique("x"), member));
            assertThat(refused.problem()).as(member).isEqualTo("validation");
            assertThat(refused.body()).as(member).doesNotContain("This value is not valid");
        }
        assertThat(send(admin(), "POST", "/api/staff", """
            {"username":"%s","name":"x","role":"manager","pin":"7391"}"""
                .formatted(unique("x"))).problem()).as("managers' are longer")
                .isEqualTo("validation");
    }

    @Test
    void a_password_is_more_than_the_own_name_and_common_words() {
        String name = unique("mar");
        String person = """
            {"username":"%s","name":"x","role":"cashier","password":"%s"}""";
        for (String ending : new String[]{"1234567", "comanda1", ".admin1", "2026!!!"}) {
            Answer refused = send(admin(), "POST", "/api/staff",
                    person.formatted(name, name + ending));
            assertThat(refused.body()).as(ending).contains("guessable-password");
        }
        assertThat(send(admin(), "POST", "/api/staff", person.formatted(name,
                "lo que " + name + " vio en la plaza")).status()).isEqualTo(201);
    }

    @Test
    void the_last_administrator_stays() {
        assertThat(send(admin(), "PATCH", "/api/staff/" + adminId(), "{\"active\":false}")
                .problem()).isEqualTo("last-administrator");
        assertThat(send(admin(), "PATCH", "/api/staff/" + adminId(), "{\"role\":\"cashier\"}")
                .problem()).isEqualTo("last-administrator");
    }

    @Test
    void a_cashier_voids_with_a_managers_pin_and_the_book_says_who_approved() {
        String manager = unique("mara");
        String managersPin = pin();
        String managerId = hire(manager, "manager", "pin", managersPin);
        String cashier = tokenOf("cashier");
        String order = sold(cashier);

        assertThat(voided(cashier, order, "").problem()).isEqualTo("approval-required");
        assertThat(voided(cashier, order, approval(manager, "99887766")).problem())
                .isEqualTo("approval-refused");
        assertThat(voided(cashier, order, approval("nobody", managersPin)).problem())
                .isEqualTo("approval-refused");
        assertThat(audited("void", order)).isZero();
        Answer done = voided(cashier, order, approval(manager, managersPin));
        assertThat(done.status()).as(done.body()).isEqualTo(200);

        assertThat(audited("void", order)).isOne();
        Answer book = send(admin(), "GET", "/api/audit?action=void&entityId=" + order, "",
                "X-Correlation-Id", "looked-up-1");
        assertThat(book.json().at("/items/0/approvedBy").asString()).isEqualTo(managerId);
        assertThat(book.json().at("/items/0/correlationId").asString()).hasSizeGreaterThan(7);
    }

    @Test
    void every_change_is_in_the_book_with_before_and_after_and_without_secrets() {
        String name = unique("ana");
        String id = hire(name, "cashier", "pin", pin());
        send(admin(), "PATCH", "/api/staff/" + id, "{\"name\":\"=Ana\",\"pin\":\"748392017465\"}");

        Answer page = send(admin(), "GET", "/api/audit?entity=staff&entityId=" + id, "");
        assertThat(page.json().path("items").valueStream()
                .map(entry -> entry.path("action").asString()))
                .containsExactly("set-pin", "change", "create");
        assertThat(page.json().at("/items/1/before").asString()).contains(name);
        assertThat(page.json().at("/items/1/after").asString()).contains("=Ana");
        assertThat(page.body()).doesNotContain(SECRETS)
                .doesNotContain("748392017465", "argon2");
        Answer next = send(admin(), "GET", "/api/audit?entityId=" + id + "&limit=2", "");
        assertThat(send(admin(), "GET", "/api/audit?entityId=" + id + "&limit=2&cursor="
                + next.text("nextCursor"), "").json().at("/items/0/action").asString())
                .isEqualTo("create");
        Answer csv = send(admin(), "GET", "/api/audit.csv?entityId=" + id, "");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.body().lines()).hasSize(4);
    }

    @Test
    void registers_are_switched_off_and_never_deleted() {
        String code = "X" + unique("").substring(1, 5).toUpperCase(Locale.ROOT);
        assertThat(send(admin(), "POST", "/api/registers", "{\"code\":\"" + code + "\"}")
                .status()).isEqualTo(201);
        assertThat(send(admin(), "POST", "/api/registers", "{\"code\":\"" + code + "\"}")
                .problem()).isEqualTo("already-exists");
        assertThat(send(admin(), "PATCH", "/api/registers/" + code, "{\"active\":false}").body())
                .contains("false");
        assertThat(send(admin(), "DELETE", "/api/registers/" + code, "").status()).isEqualTo(404);
    }

    private String sold(String cashier) {
        String sku = unique("sku").toUpperCase(Locale.ROOT);
        send(admin(), "POST", "/api/products", """
            {"sku":"%s","name":"Latte","category":"café","price":5500,"taxRateBp":1600,\
            "stock":9}""".formatted(sku));
        Answer order = send(cashier, "POST", "/api/orders", """
            {"register":"R1","lines":[{"sku":"%s","quantity":1}],
             "tenders":[{"method":"cash","received":5500}],"customerName":"Doña Perfecta"}"""
                .formatted(sku), "Idempotency-Key", UUID.randomUUID().toString());
        assertThat(order.status()).as(order.body()).isEqualTo(201);
        return order.text("id");
    }

    private Answer voided(String token, String order, String approval) {
        return send(token, "POST", "/api/orders/" + order + "/void",
                "{\"reason\":\"error\"" + approval + "}", "Idempotency-Key",
                UUID.randomUUID().toString());
    }

    private static String approval(String username, String pin) {
        return ",\"approval\":{\"username\":\"" + username + "\",\"pin\":\"" + pin + "\"}";
    }

    private int audited(String action, String entity) {
        return jdbc.sql("""
            SELECT count(*) FROM audit_entries WHERE action = :action AND entity_id = :entity
            """).param("action", action).param("entity", entity).query(Integer.class).single();
    }

    private String adminId() {
        return jdbc.sql("SELECT id FROM staff WHERE username = 'jefa' AND location_id = 1")
                .query(UUID.class).single().toString();
    }

    private Answer enrol(String kind, @Nullable String register) {
        Answer answer = send(admin(), "POST", "/api/devices", """
            {"kind":"%s","name":"Barra"%s}""".formatted(kind,
                register == null ? "" : ",\"register\":\"" + register + "\""));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    private Answer byPin(String username, String pin, String device) {
        return send("", "POST", "/api/session", """
            {"username":"%s","pin":"%s","device":"%s"}""".formatted(username, pin, device));
    }
}
