package dev.comanda.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import java.net.http.HttpRequest.BodyPublishers;

@WebTest
class AskingForTheUnexpectedTests {

    @LocalServerPort
    private int port;
    private WebServer server = new WebServer(0);

    @BeforeEach
    void atThePort() {
        server = new WebServer(port);
    }

    @Test
    void a_refusal_is_a_problem_with_its_members() {
        var answer = server.get("/test/sold-out", "X-Correlation-Id", "till-7.sale_1");

        assertThat(answer.status()).isEqualTo(HttpStatus.CONFLICT.value());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text()).isEqualTo("""
            {"type":"/problems/out-of-stock","title":"Out of stock","status":409,\
            "detail":"There is not enough left of some products, and nothing was charged. \
            Lower the quantity or remove them.","instance":"/test/sold-out",\
            "correlationId":"till-7.sale_1",\
            "items":[{"sku":"LATTE","asked":2,"available":1}]}""");
    }

    @Test
    void the_sentence_is_spanish_where_spanish_is_asked_for() {
        assertThat(server.get("/test/sold-out", "Accept-Language", "es-MX,es;q=0.9,en;q=0.8")
                .json().path("title").asString()).isEqualTo("Sin existencias");
        assertThat(server.get("/test/sold-out", "Accept-Language", "de").json().path("title")
                .asString()).isEqualTo("Out of stock");
        assertThat(server.get("/test/sold-out", "Accept-Language", ";;;=").json().path("title")
                .asString()).isEqualTo("Out of stock");
    }

    @Test
    void a_refusal_for_now_says_when_to_come_back() {
        assertThat(server.get("/test/in-flight").header("Retry-After")).isEqualTo("3");
    }

    @Test
    void a_bug_tells_nothing_but_its_correlation_id() {
        for (String path : new String[]{"/test/bug", "/test/stack-overflow"}) {
            var answer = server.get(path);

            assertThat(answer.problem()).isEqualTo("internal-error");
            assertThat(answer.text()).doesNotContain("secret", "Exception", "java");
            assertThat(answer.json().path("correlationId").asString())
                    .isEqualTo(answer.header("X-Correlation-Id")).hasSizeGreaterThan(7);
        }
    }

    @Test
    void a_database_that_cannot_answer_is_503_and_says_when_to_retry() {
        for (String path : new String[]{"/test/timeout", "/test/deadlock"}) {
            var answer = server.get(path);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("database-unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("2");
            assertThat(answer.text()).doesNotContain("secret");
        }
    }

    @Test
    void what_spring_refuses_is_a_problem_too() {
        assertThat(server.get("/nowhere").problem()).isEqualTo("not-found");
        assertThat(server.get("/test/sold-out", "Accept", "text/html").problem())
                .isEqualTo("out-of-stock");
        assertThat(server.get("/test/numbers/1?limit=2", "Accept", "image/png").problem())
                .isEqualTo("not-acceptable");
        assertThat(server.get("/nowhere", "Accept", "text/html").problem())
                .isEqualTo("not-found");
        var method = server.send("DELETE", "/test/orders", BodyPublishers.noBody());
        assertThat(method.problem()).isEqualTo("method-not-allowed");
        assertThat(method.header("Allow")).isEqualTo("POST");
    }

    @Test
    void a_wrong_parameter_is_named() {
        var wrong = server.get("/test/numbers/abc?limit=2");
        assertThat(wrong.problem()).isEqualTo("validation");
        assertThat(wrong.json().at("/errors/0/parameter").asString()).isEqualTo("id");

        var missing = server.get("/test/numbers/1");
        assertThat(missing.problem()).isEqualTo("validation");
        assertThat(missing.json().at("/errors/0/parameter").asString()).isEqualTo("limit");
        assertThat(missing.json().at("/errors/0/rule").asString()).isEqualTo("required");
    }

    @Test
    void a_nul_in_the_address_is_refused_before_it_reaches_the_database() {
        var answer = server.get("/test/numbers/1?q=a%00b&limit=2");
        assertThat(answer.problem()).isEqualTo("validation");
        assertThat(answer.json().at("/errors/0/parameter").asString()).isEqualTo("q");
        assertThat(server.get("/test/numbers/%00?limit=2").status()).isEqualTo(400);
    }

    @Test
    void a_change_without_its_version_is_refused() {
        assertThat(server.post("/test/changes", "{\"price\":1}").problem())
                .isEqualTo("precondition-required");
    }

    @Test
    void a_correlation_id_is_taken_over_only_if_it_is_harmless() {
        assertThat(server.get("/test/correlation", "X-Correlation-Id", "abcdefgh").text())
                .isEqualTo("abcdefgh");
        for (String bad : new String[]{"short", "a".repeat(65), "with space!", "eight\tor"}) {
            var answer = server.get("/test/correlation", "X-Correlation-Id", bad);
            assertThat(answer.text()).matches("[0-9a-f]{32}")
                    .isEqualTo(answer.header("X-Correlation-Id"));
        }
    }
}
