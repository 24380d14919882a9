package dev.comanda.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.TestDatabase;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import tools.jackson.databind.JsonNode;

class SigningInTests extends GuardedShop {

    @Autowired
    private Passwords passwords;
    @Autowired
    private JdbcConnectionDetails database;

    @Test
    void the_answer_says_who_and_where_and_is_kept_by_nobody() {
        Answer answer = signIn("JEFA", PASSWORD);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.json().at("/staff/role").asString()).isEqualTo("admin");
        assertThat(answer.json().at("/location/code").asString()).isEqualTo("main");
        assertThat(Instant.parse(answer.text("expiresAt"))).isBetween(Instant.now(),
                Instant.now().plus(Duration.ofMinutes(31)));
        assertThat(send(answer.text("token"), "GET", "/api/session", "").json().at("/staff/name")
                .asString()).isEqualTo("jefa");
    }

    @Test
    void an_unknown_name_and_a_wrong_password_look_alike_and_take_as_long() {
        Answer wrong = signIn("jefa", "not the password");
        Answer unknown = signIn("nobody-here", "not the password");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer");
        String id = "\"correlationId\":\"[^\"]*\"";
        assertThat(unknown.body().replaceAll(id, "")).isEqualTo(wrong.body().replaceAll(id, ""));
        String hash = passwords.hash("some password");
        long[][] work = new long[2][11];
        for (int i = 0; i < work[0].length; i++) {
            work[0][i] = nanosOfWork(() -> passwords.matches("x", hash));
            work[1][i] = nanosOfWork(() -> passwords.matches("x", null));
        }
        long known = median(work[0]);
        assertThat(median(work[1])).isBetween(known / 2, known * 2);
    }

    @Test
    void connections_that_just_broke_fail_no_sign_in() throws SQLException {
        signIn("jefa", PASSWORD);
        try (Connection owner = TestDatabase.open(database);
                Statement sql = owner.createStatement()) {
            sql.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }

        assertThat(signIn("jefa", PASSWORD).status()).isEqualTo(201);
    }

    @Test
    void signing_out_acts_at_once() {
        String token = signIn("jefa", PASSWORD).text("token");
        assertThat(send(token, "GET", "/api/session", "").status()).isEqualTo(200);

        assertThat(send(token, "DELETE", "/api/session", "").status()).isEqualTo(204);

        assertThat(send(token, "GET", "/api/session", "").status()).isEqualTo(401);
    }

    @Test
    void a_session_ended_elsewhere_is_over_here_a_second_later() throws InterruptedException {
        Answer answer = signIn("jefa", PASSWORD);
        assertThat(send(answer.text("token"), "GET", "/api/session", "").status()).isEqualTo(200);

        jdbc.sql("UPDATE staff_sessions SET ended_at = now() WHERE refresh_hash = :hash")
                .param("hash", new OpaqueToken(answer.text("refreshToken"), 0,
                        new UUID(0, 0)).hash())
                .update();

        Thread.sleep(LiveSessions.RECHECK); // for so long nobody asks again

        assertThat(send(answer.text("token"), "GET", "/api/session", "").status()).isEqualTo(401);
    }

    @Test
    void a_deactivated_person_is_out_at_once_and_stays_out() {
        String name = unique("ana");
        String id = hire(name, "cashier", "password", "una frase muy larga");
        String token = signIn(name, "una frase muy larga").text("token");
        assertThat(send(token, "GET", "/api/session", "").status()).isEqualTo(200);

        send(admin(), "PATCH", "/api/staff/" + id, "{\"active\":false}");

        assertThat(send(token, "GET", "/api/session", "").status()).isEqualTo(401);
        assertThat(signIn(name, "una frase muy larga").status()).isEqualTo(401);
    }

    @Test
    void a_refresh_token_is_good_once_and_a_second_use_later_ends_the_session() {
        Answer first = signIn("jefa", PASSWORD);
        Answer second = refresh(first.text("refreshToken"));
        assertThat(second.status()).isEqualTo(201);
        assertThat(send(second.text("token"), "GET", "/api/session", "").status()).isEqualTo(200);

        Answer lostAnswer = refresh(first.text("refreshToken"));
        assertThat(lostAnswer.status()).as("within the grace").isEqualTo(201);
        jdbc.sql("UPDATE staff_sessions SET refreshed_at = now() - interval '2 minutes'").update();

        assertThat(refresh(first.text("refreshToken")).status()).isEqualTo(401);
        assertThat(send(second.text("token"), "GET", "/api/session", "").status()).isEqualTo(401);
        assertThat(refresh(lostAnswer.text("refreshToken")).status()).isEqualTo(401);
    }

    @Test
    void a_session_that_nobody_renewed_for_long_cannot_be_renewed() {
        Answer answer = signIn("jefa", PASSWORD);
        jdbc.sql("UPDATE staff_sessions SET refreshed_at = now() - interval '5 hours'").update();

        assertThat(refresh(answer.text("refreshToken")).status()).isEqualTo(401);
    }

    @Test
    void a_new_own_password_needs_the_old_one_and_ends_every_session() {
        String name = unique("eva");
        String id = hire(name, "cashier", "password", "una frase muy larga");
        send(admin(), "PATCH", "/api/staff/" + id, "{\"name\":\"Quien sea\"}");
        String token = signIn(name, "una frase muy larga").text("token");

        assertThat(change(token, "wrong wrong wrong", "otra frase todavia mas larga").refused())
                .isEqualTo("400 /current wrong-password");
        assertThat(change(token, "una frase muy larga", "passwordpassword").refused())
                .isEqualTo("400 /password guessable-password");
        assertThat(change(token, "una frase muy larga", name + "-cafe-1").refused())
                .isEqualTo("400 /password guessable-password");
        assertThat(change(token, "una frase muy larga", "otra frase todavia mas larga").status())
                .isEqualTo(204);

        assertThat(send(token, "GET", "/api/session", "").status()).isEqualTo(401);
        assertThat(signIn(name, "otra frase todavia mas larga").status()).isEqualTo(201);
    }

    @Test
    void own_sessions_are_listed_and_another_is_ended_with_the_password_again() {
        String name = unique("ivo");
        hire(name, "cashier", "password", "una frase muy larga");
        String here = signIn(name, "una frase muy larga").text("token");
        String there = signIn(name, "una frase muy larga").text("token");
        JsonNode sessions = send(here, "GET", "/api/sessions", "").json().get("items");
        assertThat(sessions).hasSize(2);
        assertThat(sessions.get(0).get("current").asBoolean()).isFalse();
        assertThat(sessions.get(1).get("current").asBoolean()).isTrue();
        String other = sessions.get(0).get("id").asString();

        assertThat(end(here, other, "wrong wrong wrong").refused())
                .isEqualTo("400 /password wrong-password");
        assertThat(send(there, "GET", "/api/session", "").status()).isEqualTo(200);
        assertThat(end(here, other, "una frase muy larga").status()).isEqualTo(204);

        assertThat(send(there, "GET", "/api/session", "").status()).isEqualTo(401);
        assertThat(send(here, "GET", "/api/session", "").status()).isEqualTo(200);
        assertThat(send(here, "GET", "/api/sessions", "").json().get("items")).hasSize(1);
        assertThat(end(here, other, "una frase muy larga").status()).isEqualTo(404);
    }

    @Test
    void nobody_ends_a_colleagues_session_and_a_session_in_other_hands_guesses_ten_times() {
        String name = unique("ada");
        hire(name, "cashier", "password", "una frase muy larga");
        String token = signIn(name, "una frase muy larga").text("token");
        String boss = signIn("jefa", PASSWORD).text("token");
        String bosses = send(boss, "GET", "/api/sessions", "").json().at("/items/0/id").asString();

        assertThat(end(token, bosses, "una frase muy larga").status()).isEqualTo(404);
        assertThat(send(boss, "GET", "/api/session", "").status()).isEqualTo(200);
        for (int i = 0; i < 10; i++) {
            assertThat(change(token, "guess " + i, "otra frase todavia mas larga").status())
                    .isEqualTo(400);
        }
        Answer limited = change(token, "una frase muy larga", "otra frase todavia mas larga");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 61);
        assertThat(signIn(name, "una frase muy larga").status()).isEqualTo(201);
    }

    @Test
    void guessing_is_slowed_down_but_locks_only_the_guesser_out() {
        String name = unique("luz");
        hire(name, "cashier", "password", "una frase muy larga");
        String wrong = "{\"username\":\"" + name + "\",\"password\":\"guess\"}";
        for (int i = 0; i < 10; i++) {
            assertThat(sendFrom("127.0.0.9", "", "POST", "/api/session", wrong).status())
                    .isEqualTo(401);
        }

        Answer limited = sendFrom("127.0.0.9", "", "POST", "/api/session", wrong);
        assertThat(limited.status()).isEqualTo(429);
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 61);
        assertThat(signIn(name, "una frase muy larga").status()).isEqualTo(201);
    }

    @Test
    void guesses_from_everywhere_do_not_keep_the_owner_out_of_a_familiar_place() {
        String name = unique("sol");
        hire(name, "cashier", "password", "una frase muy larga");
        signIn(name, "una frase muy larga");
        SignInFlood.flood(this, name);

        // one more guess is allowed every half minute
        assertThat(Stream.of("127.0.7.7", "127.0.7.8", "127.0.7.9").map(stranger -> sendFrom(
                stranger, "", "POST", "/api/session", """
                    {"username":"%s","password":"guess"}""".formatted(name)).status()))
                .contains(429);
        assertThat(signIn(name, "una frase muy larga").status()).isEqualTo(201);
    }

    private Answer refresh(String token) {
        return send("", "POST", "/api/session/refresh",
                "{\"refreshToken\":\"" + token + "\"}");
    }

    private Answer change(String token, String current, String next) {
        return send(token, "PUT", "/api/session/password",
                "{\"current\":\"" + current + "\",\"password\":\"" + next + "\"}");
    }

    private Answer end(String token, String session, String password) {
        return send(token, "POST", "/api/sessions/" + session + "/end",
                "{\"password\":\"" + password + "\"}");
    }

    /** What this thread did: what else the machine does is not in it. */
    private static long nanosOfWork(Runnable work) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long start = thread.getCurrentThreadCpuTime();
        work.run();
        return thread.getCurrentThreadCpuTime() - start;
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Wrong guesses at one name, ten from each address, until strangers must wait. */
    private static final class SignInFlood {
        static void flood(GuardedShop shop, String name) {
            String wrong = "{\"username\":\"" + name + "\",\"password\":\"guess\"}";
            int guesses = 0;
            while (shop.sendFrom("127.0.5." + (1 + guesses / 10), "", "POST", "/api/session", wrong)
                    .status() == 401) {
                guesses++;
                assertThat(guesses).isLessThan(200);
            }
            assertThat(guesses).isGreaterThanOrEqualTo(100);
        }
    }
}
