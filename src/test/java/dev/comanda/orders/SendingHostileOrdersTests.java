package dev.comanda.orders;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Till;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No input makes a 500, none changes anything, none uses up its key. */
class SendingHostileOrdersTests extends InAShop {

    private static final String ORDER = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":1}],"tenders":[{"method":"card"}]}
        """;

    private final String key = Till.newKey();
    private Map<String, String> before = Map.of();

    @BeforeEach
    void stock() {
        shop.sells("LATTE", 5500, 1600, 5L);
        before = shop.everything();
    }

    @AfterEach
    void nothing_changed_and_the_key_is_good() {
        assertThat(shop.everything()).isEqualTo(before);
        assertThat(till.place(key, ORDER).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{} | required", "[] | type", "null | type", "7 | type", "\"\" | type",
            "{\"register\":\"R1\",\"lines\":[]} | minItems",
            "{\"register\":\"R1\",\"lines\":null} | type",
            "{\"register\":\"R1\",\"lines\":{}} | type",
            "{\"register\":\"R1\",\"lines\":[null]} | type",
            "{\"register\":\"R1\",\"lines\":[[]]} | type",
            "{\"register\":\"R1\",\"lines\":[{}]} | required"})
    void a_body_of_the_wrong_shape_is_named(String body, String rule) {
        assertThat(invalid(body)).contains("\"rule\":\"" + rule + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-0.5", "1.5", "10000", "2147483648", "9223372036854775808",
            "1e400", "1e-400", "99999999999999999999999999999999", "\"1\"", "true", "null", "[1]",
            "{}"})
    void a_quantity_is_a_whole_number_from_1_to_9999(String quantity) {
        assertThat(invalid("""
            {"register":"R1","lines":[{"sku":"LATTE","quantity":%s}],
             "tenders":[{"method":"card"}]}""".formatted(quantity)))
                .contains("\"pointer\":\"/lines/0/quantity\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "\"total\":1 | /total", "\"location\":\"main\" | /location",
            "\"Register\":1 | /Register",
            "\"discount\":{} | /discount",
            "\"discount\":{\"amount\":1,\"percentBp\":1} | /discount",
            "\"discount\":{\"amount\":-1} | /discount/amount",
            "\"discount\":{\"amount\":1000000000000} | /discount/amount",
            "\"discount\":{\"percentBp\":10001} | /discount/percentBp",
            "\"discount\":{\"percentBp\":0.1} | /discount/percentBp",
            "\"discount\":5 | /discount", "\"tip\":{\"amount\":-1} | /tip/amount",
            "\"tip\":{\"percentBp\":99999999999} | /tip/percentBp",
            "\"tip\":{\"cents\":1} | /tip/cents",
            "\"tenders\":{} | /tenders", "\"tenders\":[{}] | /tenders/0/method",
            "\"tenders\":[{\"method\":\"gold\"}] | /tenders/0/method",
            "\"tenders\":[{\"method\":\"cash\",\"amount\":0}] | /tenders/0/amount",
            "\"tenders\":[{\"method\":\"cash\",\"received\":-5}] | /tenders/0/received",
            "\"tenders\":[{\"method\":\"card\",\"received\":5}] | /tenders/0/received",
            "\"expectedTotal\":-1 | /expectedTotal", "\"expectedTotal\":1e30 | /expectedTotal",
            "\"expectedTotal\":\"5500\" | /expectedTotal",
            "\"customerName\":\"\" | /customerName", "\"customerName\":7 | /customerName",
            "\"note\":\"a\\u0000b\" | /note", "\"note\":\"\\ud800\" | /note",
            "\"note\":\"tab\\t\" | /note"})
    void a_field_that_does_not_hold_is_named(String member, String pointer) {
        assertThat(invalid("""
            {"register":"R1","lines":[{"sku":"LATTE","quantity":1}],%s}""".formatted(member)))
                .contains("\"pointer\":\"" + pointer + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"register\":\"R1\"", "{'register':'R1'}", "\u0000",
            "{\"register\":\"R1\",\"register\":\"R1\",\"lines\":[]}",
            "{\"register\":\"R1\",\"lines\":[{\"sku\":\"LATTE\",\"quantity\":1}]} {}",
            "{\"register\":NaN}", "{\"lines\":[{\"sku\":\"LATTE\",\"quantity\":01}]}",
            "//x\n{}", "\ufeff{}"})
    void what_is_not_json_is_refused(String body) {
        invalid(body);
    }

    @Test
    void what_is_not_utf_8_is_refused() {
        assertThat(till.send("POST", "/api/orders", BodyPublishers.ofByteArray(
                ORDER.replace("LATTE", "CAFÉ").getBytes(ISO_8859_1)), "Content-Type",
                "application/json", "Idempotency-Key", key).problem()).isEqualTo("400 validation");
    }

    @Test
    void deep_and_long_bodies_are_refused() {
        invalid("[".repeat(20_000));
        invalid("{\"register\":\"R1\",\"lines\":" + "[".repeat(500) + "]".repeat(500) + "}");
        String line = ",{\"sku\":\"LATTE\",\"quantity\":1}";
        assertThat(invalid("{\"register\":\"R1\",\"lines\":[" + line.substring(1)
                + line.repeat(200) + "],\"tenders\":[{\"method\":\"card\"}]}"))
                .contains("\"rule\":\"maxItems\"", "\"pointer\":\"/lines\"");
        invalid(ORDER.replace("R1", "R".repeat(60_000)));
        assertThat(till.place(key, ORDER.replace("LATTE", "L".repeat(64_000))
                + " ".repeat(5_000)).problem()).isEqualTo("413 payload-too-large");
    }

    @Test
    void ten_megabytes_are_too_large() {
        byte[] body = " ".repeat(10 << 20).getBytes(UTF_8);

        assertThat(till.send("POST", "/api/orders", BodyPublishers.ofByteArray(body),
                "Content-Type", "application/json", "Idempotency-Key", key).problem())
                .isEqualTo("413 payload-too-large");
        assertThat(till.send("POST", "/api/orders",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                "Content-Type", "application/json", "Idempotency-Key", key).problem())
                .isEqualTo("413 payload-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml",
            "application/json;charset=utf-16", "application/jsonp", "multipart/form-data", "*/*",
            "application/problem+json", "nonsense", ""})
    void only_json_in_utf_8_is_understood(String contentType) {
        assertThat(till.send("POST", "/api/orders", BodyPublishers.ofString(ORDER), "Content-Type",
                contentType, "Idempotency-Key", key).problem())
                .isEqualTo("415 unsupported-media-type");
    }

    @Test
    void a_missing_content_type_and_a_packed_body_are_not_understood() {
        assertThat(till.send("POST", "/api/orders", BodyPublishers.ofString(ORDER),
                "Idempotency-Key", key).problem()).isEqualTo("415 unsupported-media-type");
        assertThat(till.send("POST", "/api/orders", BodyPublishers.ofString(ORDER), "Content-Type",
                "application/json", "Content-Encoding", "gzip", "Idempotency-Key", key).problem())
                .isEqualTo("415 unsupported-media-type");
    }

    @Test
    void a_sale_without_a_key_or_with_a_bad_one_is_refused() throws IOException {
        assertThat(till.post("/api/orders", ORDER).problem())
                .isEqualTo("400 idempotency-key-missing");
        assertThat(till.place("", ORDER).problem()).isEqualTo("400 idempotency-key-missing");
        for (String bad : new String[]{"k".repeat(300), "k".repeat(256), "two words", "llave-ñ",
                "tab\there", "é"}) {
            assertThat(raw(bad)).as(bad).startsWith("HTTP/1.1 400")
                    .contains("/problems/idempotency-key-invalid");
        }
        for (String broken : new String[]{"null\u0000", "bell\u0007", "del\u007f",
                "esc\u001b[0m"}) {
            assertThat(raw(broken)).as(broken).startsWith("HTTP/1.1 400");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE"})
    void no_other_method_is_a_500(String method) {
        Answer answer = till.send(method, "/api/orders/quote", BodyPublishers.ofString(ORDER),
                "Content-Type", "application/json", "Idempotency-Key", key);

        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
    }

    private String invalid(String body) {
        Answer answer = till.place(key, body);
        assertThat(answer.problem()).as("%.200s → %s", body,
                answer).isEqualTo("400 validation");
        return answer.text();
    }

    /** java.net.http itself refuses such headers. */
    private String raw(String badKey) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), till.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Authorization: Bearer " + till.token() + "\r\n"
                    + "Content-Type: application/json\r\nIdempotency-Key: " + badKey + "\r\n"
                    + "Content-Length: " + ORDER.length() + "\r\n\r\n" + ORDER)
                    .getBytes(ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
