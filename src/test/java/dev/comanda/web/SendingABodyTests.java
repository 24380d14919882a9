package dev.comanda.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.web.WebServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
class SendingABodyTests {

    static final String SALE = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":2},
         {"sku":"CROISSANT","quantity":1,"discount":{"percentBp":1000}},
         {"sku":"TÉ","quantity":1}],
         "discount":{"amount":500},"tip":{"percentBp":1000},
         "tenders":[{"method":"cash","received":20000}],
         "expectedTotal":15950,"customerName":"Ana","note":"sin azúcar 🥐"}
        """.replace("TÉ", "TE");

    @LocalServerPort
    private int port;
    private WebServer server = new WebServer(0);

    @BeforeEach
    void atThePort() {
        server = new WebServer(port);
    }

    @Test
    void a_right_body_arrives_as_it_was_meant() {
        Answer answer = server.post("/test/orders", SALE);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("note").asString()).isEqualTo("sin azúcar 🥐");
        assertThat(answer.json().at("/lines/1/discount/percentBp").asInt()).isEqualTo(1000);
        assertThat(answer.json().at("/tenders/0/received").asLong()).isEqualTo(20000);
    }

    @Test
    void every_wrong_field_is_reported_at_once() {
        Answer answer = server.post("/test/orders", """
            {"register":7,"lines":[{"sku":"LATTE","quantity":0},{"quantity":2.5,"x":1}],
             "tip":{"amount":1,"percentBp":1},"tenders":[{"method":"gold"},
             {"method":"card","amount":5,"received":5}],"a/b~c":true}
            """);

        assertThat(answer.problem()).isEqualTo("validation");
        assertThat(found(answer)).containsExactlyInAnyOrder("/register type",
                "/lines/0/quantity minimum", "/lines/1/sku required", "/lines/1/quantity type",
                "/lines/1/x additionalProperties", "/tip maxProperties",
                "/tenders/0/method enum", "/tenders/1/received false",
                "/a~1b~0c additionalProperties");
    }

    @Test
    void a_wrong_field_has_a_sentence_in_both_languages() {
        String body = "{\"register\":\"R1\",\"lines\":[{\"sku\":\"A\",\"quantity\":10000}]}";

        assertThat(server.post("/test/orders", body).json().at("/errors/0/detail").asString())
                .isEqualTo("This must be at most 9999.");
        assertThat(server.send("POST", "/test/orders", BodyPublishers.ofString(body),
                "Content-Type", "application/json", "Accept-Language", "es").json()
                .at("/errors/0/detail").asString()).isEqualTo("Debe ser como máximo 9999.");
        assertThat(server.post("/test/orders", body.replace("10000", "\"2\"")).json()
                .at("/errors/0/detail").asString()).isEqualTo("This must be a whole number.");
    }

    @ParameterizedTest
    @CsvSource({"1,200", "1.0,200", "10e0,200", "1e2,200", "1.5e1,200", "0,400", "-1,400",
            "-0,400", "2.5,400", "1e400,400", "-1e400,400", "1e999999999,400", "1e-999999999,400",
            "1e99999999999999,400", "9223372036854775808,400", "9223372036854775807,400",
            "99999999999999999999999999999999999999,400", "0.00000000000000000000001,400",
            "NaN,400", "Infinity,400", "01,400", "+1,400", "1.,400", "0x1,400", "null,400",
            "true,400", "\"1\",400", "[],400", "{},400", "1e0000000000000000000000000001,200"})
    void a_quantity_is_a_whole_number_in_its_range(String quantity, int status) {
        Answer answer = server.post("/test/orders",
                "{\"register\":\"R1\",\"lines\":[{\"sku\":\"A\",\"quantity\":" + quantity + "}]}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        if (status == 400) {
            assertThat(answer.problem()).isEqualTo("validation");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "[[[[", "\"x\"", "1", "true", "{", "{}",
            "{\"register\":\"R1\"", "{}{}", "{\"register\":\"R1\",}", "{'register':1}",
            "{register:1}", "// comment\n{}", "\u0000", "\uFEFF{}", "}"})
    void what_is_no_sale_is_a_clear_400(String body) {
        assertThat(server.post("/test/orders", body).problem()).isEqualTo("validation");
    }

    @Test
    void malformed_json_is_located_and_not_repeated() {
        Answer answer = server.post("/test/orders", "{\"register\":\"R1\",\n  \"lines\": secret}");

        assertThat(found(answer)).containsExactly(" json");
        assertThat(answer.json().at("/errors/0/detail").asString()).contains("line 2, column 1");
        assertThat(answer.text()).doesNotContain("secret");
    }

    @Test
    void a_member_given_twice_is_refused() {
        assertThat(found(server.post("/test/orders", SALE.replace("\"register\":\"R1\"",
                "\"register\":\"R1\",\"register\":\"R2\"")))).containsExactly(" duplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\n", "\\u001b", "\\ud800", "\\udc00x", "\\u007f",
            "\\u0085", "x\\n"})
    void control_characters_and_half_characters_are_refused_in_text(String text) {
        assertThat(found(server.post("/test/orders", SALE.replace("sin azúcar 🥐", text))))
                .containsExactly("/note pattern");
        assertThat(server.post("/test/orders", "{\"" + text + "\":1}").problem())
                .isEqualTo("validation");
    }

    @Test
    void invalid_utf_8_and_other_encodings_are_refused() {
        byte[] latin = SALE.replace("🥐", "").getBytes(ISO_8859_1);
        assertThat(found(server.post("/test/orders", latin))).containsExactly(" utf8");
        assertThat(server.post("/test/orders", SALE.getBytes(UTF_16)).problem())
                .isEqualTo("validation");
        byte[] overlong = "{\"register\":\"__\"}".getBytes(UTF_8);
        overlong[13] = (byte) 0xc0;
        overlong[14] = (byte) 0x80;
        assertThat(found(server.post("/test/orders", overlong))).containsExactly(" utf8");
    }

    @Test
    void deep_nesting_ends_at_the_limit() {
        assertThat(found(server.post("/test/orders", "[".repeat(30_000))))
                .containsExactly(" json");
        assertThat(found(server.post("/test/orders", "{\"a\":".repeat(10_000))))
                .containsExactly(" json");
    }

    @Test
    void at_most_fifty_errors_are_listed() {
        String lines = String.join(",", IntStream.range(0, 200).mapToObj(i -> "{}").toList());
        Answer answer = server.post("/test/orders", "{\"lines\":[" + lines + "]}");

        assertThat(found(answer)).hasSize(50);
        assertThat(answer.json().path("errorsOmitted").asInt()).isEqualTo(351);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {"application/json,200",
            "application/json; charset=UTF-8,200", "application/json;charset=\"utf-8\",200",
            "APPLICATION/JSON,200", "application/json;charset=latin1,415", "text/plain,415",
            "application/xml,415", "application/x-www-form-urlencoded,415", "none,415",
            "application/problem+json,415", "garbage,415", "application/*,415", "*/*,415"})
    void only_json_in_utf_8_is_read(String type, int status) {
        Answer answer = type == null
                ? server.send("POST", "/test/orders", BodyPublishers.ofString(SALE))
                : server.send("POST", "/test/orders", BodyPublishers.ofString(SALE),
                        "Content-Type", type);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 415) {
            assertThat(answer.problem()).isEqualTo("unsupported-media-type");
        }
    }

    @Test
    void exactly_one_alternative_is_asked_for_where_two_exist() {
        assertThat(found(server.post("/test/stock", "{\"reason\":\"x\"}")))
                .containsExactly(" oneOf");
        assertThat(found(server.post("/test/stock", "{\"reason\":\"x\",\"delta\":1,\"count\":1}")))
                .containsExactly(" oneOf");
        assertThat(found(server.post("/test/stock", "{\"reason\":\"x\",\"delta\":0}")))
                .containsExactly("/delta not");
        assertThat(server.post("/test/stock", "{\"reason\":\"x\",\"delta\":-1.0}").text())
                .isEqualTo("{\"reason\":\"x\",\"delta\":-1}");
    }

    @Test
    void null_means_not_counted_only_where_the_contract_says_so() {
        String product = "{\"sku\":\"A\",\"name\":\"a\",\"category\":\"c\",\"price\":1,"
                + "\"taxRateBp\":0,\"stock\":null}";
        assertThat(server.post("/test/products", product).status()).isEqualTo(200);
        assertThat(found(server.post("/test/products", product.replace("1,", "null,"))))
                .containsExactly("/price type");
    }

    static List<String> found(Answer answer) {
        assertThat(answer.problem()).as(answer.text()).isEqualTo("validation");
        return answer.json().path("errors").valueStream().map(error -> {
            assertThat(error.path("detail").asString()).isNotBlank().doesNotContain("{");
            return error.path("pointer").asString() + " " + error.path("rule").asString();
        }).toList();
    }
}
