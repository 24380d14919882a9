package dev.comanda.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@WebTest
class ReadingTheContractTests {

    private final RequestMappingHandlerMapping mapping;
    @LocalServerPort
    private int port;
    private WebServer server = new WebServer(0);

    @Autowired
    ReadingTheContractTests(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping) {
        this.mapping = mapping;
    }

    @BeforeEach
    void atThePort() {
        server = new WebServer(port);
    }

    @Test
    void the_contract_is_served_as_it_is_kept() {
        var answer = server.get("/openapi.json");

        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.response().body()).isEqualTo(Contract.read("docs/openapi.json"));
    }

    @Test
    void the_type_of_every_problem_opens_a_page() {
        for (ProblemType type : ProblemType.values()) {
            var page = server.get("/problems/" + type.slug(), "Accept", "text/html");

            assertThat(page.status()).as(type.slug()).isEqualTo(200);
            assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
            assertThat(page.text()).contains("<h1>" + type.slug() + "</h1>", "<blockquote>")
                    .doesNotContain("<script", "##");
        }
        assertThat(server.get("/problems/no-such", "Accept", "text/html").problem())
                .isEqualTo("not-found");
    }

    @Test
    void a_difference_between_routes_and_contract_is_found_both_ways() {
        List<String> differences = ContractDifferences.of(mapping);

        assertThat(differences).contains("GET /test/bug is not in docs/openapi.json",
                "POST /api/orders is in docs/openapi.json, but nothing answers it")
                .noneMatch(line -> line.contains("/openapi.json is not")
                        || line.contains("/problems/") || line.contains("/error"));
        assertThat(ContractDifferences.of(mapping, "/test/"))
                .noneMatch(line -> line.contains("/test/"));
    }

    @Test
    void a_difference_between_a_record_and_its_schema_is_found() {
        assertThat(ContractDifferences.between(WebTestApplication.PlaceOrder.class, "PlaceOrder"))
                .isEmpty();
        assertThat(ContractDifferences.between(WebTestApplication.Line.class, "VoidOrder"))
                .containsExactlyInAnyOrder("VoidOrder: sku is only in Line",
                        "VoidOrder: quantity is only in Line",
                        "VoidOrder: discount is only in Line",
                        "VoidOrder: unitPrice is only in Line",
                        "VoidOrder: approval is not in Line",
                        "VoidOrder: reason is not in Line");
        assertThat(Arrays.asList(WebTestApplication.PlaceOrder.class.getRecordComponents()))
                .hasSize(11);
    }
}
