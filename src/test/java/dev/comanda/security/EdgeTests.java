package dev.comanda.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockHttpServletRequest;

/** What every answer carries, and who else's pages may ask. */
class EdgeTests extends GuardedShop {

    static {
        // the JDK's client refuses to send these otherwise; read once, when it is first used
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,origin");
    }

    @Autowired
    private CrossOrigin crossOrigin;

    @Test
    void only_the_configured_origins_are_let_in_character_by_character() {
        Answer allowed = send(admin(), "GET", "/api/products", "", "Origin",
                "https://caja.example.mx");
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header("Access-Control-Allow-Origin"))
                .isEqualTo("https://caja.example.mx");
        assertThat(allowed.header("Access-Control-Allow-Credentials")).isEmpty();

        for (String origin : List.of("https://caja.example.mx.evil.com", "null",
                "http://caja.example.mx", "https://caja.example.mx:8443",
                "https://evil-caja.example.mx", "https://CAJA.example.mx.")) {
            Answer denied = send(admin(), "GET", "/api/products", "", "Origin", origin);
            assertThat(denied.status()).as(origin).isEqualTo(403);
            assertThat(denied.problem()).isEqualTo("origin-not-allowed");
            assertThat(denied.header("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void a_preflight_is_answered_before_anybody_is_asked_who_they_are() {
        Answer good = send("", "OPTIONS", "/api/orders", "", "Origin", "https://caja.example.mx",
                "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers",
                "authorization,idempotency-key");
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(send("", "OPTIONS", "/api/orders", "", "Origin", "https://evil.example",
                "Access-Control-Request-Method", "POST").status()).isEqualTo(403);
    }

    @Test
    void cors_debug_says_what_it_received_and_names_the_origins_to_the_signed_in_only() {
        Answer stranger = send("", "GET", "/api/cors-debug", "", "Origin", "https://evil.example");
        assertThat(stranger.status()).isEqualTo(200);
        assertThat(stranger.json().path("allowed").asBoolean(true)).isFalse();
        assertThat(stranger.text("origin")).isEqualTo("https://evil.example");
        assertThat(stranger.json().path("configured").asInt()).isEqualTo(1);
        assertThat(stranger.body()).doesNotContain("caja.example.mx");

        assertThat(send(HEALTH, "GET", "/api/cors-debug", "", "Origin",
                "https://caja.example.mx").body()).contains("\"allowed\":true")
                .contains("[\"https://caja.example.mx\"]");
        assertThat(send("", "GET", "/api/cors-debug", "").text("reason")).contains("no Origin");
    }

    @Test
    void patterns_and_paths_are_no_origins() {
        for (String bad : List.of("*", "https://*.example.mx", "caja.example.mx",
                "https://caja.example.mx/app", "https://a:b@caja.example.mx", "ftp://x.mx")) {
            assertThatThrownBy(() -> new CrossOrigin(
                    new MockEnvironment().withProperty("CORS_ORIGIN", bad))).as(bad)
                    .hasMessageContaining("CORS_ORIGIN");
        }
        assertThat(new CrossOrigin(new MockEnvironment()
                .withProperty("CORS_ORIGIN", "https://a.mx/")
                .withProperty("CORS_ORIGINS", "https://a.mx, https://b.mx")).origins())
                .containsExactly("https://a.mx", "https://b.mx");
        assertThat(crossOrigin.getCorsConfiguration(new MockHttpServletRequest("GET", "/x"))
                .getAllowCredentials()).isNull();
    }

    @Test
    void every_answer_tells_the_browser_what_not_to_do() {
        for (Answer answer : List.of(send(admin(), "GET", "/api/session", ""),
                send("", "GET", "/api/session", ""), send("", "GET", "/nowhere", ""))) {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("frame-ancestors 'none'").contains("object-src 'none'");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.header("X-Correlation-Id")).isNotEmpty();
            assertThat(answer.header("Server")).isEmpty();
        }
    }

    @Test
    void the_health_token_opens_operations_and_nothing_else() {
        assertThat(send(HEALTH, "GET", "/actuator/health", "").status()).isEqualTo(200);
        assertThat(send("", "GET", "/actuator/health", "").status()).isEqualTo(401);
        assertThat(send(HEALTH, "GET", "/api/products", "").status()).isEqualTo(403);
        assertThat(send(HEALTH, "GET", "/api/staff", "").status()).isEqualTo(403);
    }

    @Test
    void tablets_behind_one_address_load_their_pages_at_once() throws Exception {
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        try (ExecutorService tablets = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                tablets.execute(() -> IntStream.range(0, 400).forEach(file -> statuses.add(
                        sendFrom("127.0.0.77", "", "GET", "/js/main.js", "").status())));
            }
        }
        assertThat(statuses).hasSize(3200).containsOnly(200);
    }

    @Test
    void a_caller_who_never_stops_is_told_when_to_come_back() {
        RateLimits limits = new RateLimits(
                new MockEnvironment().withProperty("RATE_LIMIT_PER_CALLER", "2")
                        .withProperty("RATE_LIMIT_PER_ADDRESS", "1"));
        UUID session = UUID.randomUUID();
        for (int i = 0; i < 20; i++) {
            assertThat(limits.byCaller(session)).isZero();
        }
        assertThat(limits.byCaller(session)).isPositive();
        assertThat(limits.byCaller(UUID.randomUUID())).isZero();
        for (int i = 0; i < 10; i++) {
            assertThat(limits.byAddress("2001:db8:1:2::" + i)).isZero();
        }
        assertThat(limits.byAddress("2001:db8:1:2:ffff::1")).as("the same /64").isPositive();
        assertThat(limits.byAddress("2001:db8:1:3::1")).isZero();
        assertThat(new RateLimits(new MockEnvironment().withProperty("RATE_LIMIT_PER_CALLER", "0"))
                .byCaller(session)).isZero();
    }
}
