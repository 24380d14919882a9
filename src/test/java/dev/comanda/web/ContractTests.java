package dev.comanda.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** docs/openapi.json is a whole OpenAPI 3.1 document that can judge its own examples. */
class ContractTests {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final Pattern SLUG = Pattern.compile("`([a-z-]+)`");

    private final Contract contract = new Contract();
    private final JsonNode document = contract.document();

    @Test
    void every_schema_compiles_and_every_reference_resolves() {
        assertThat(document.path("openapi").asString()).startsWith("3.1.");
        document.path("components").path("schemas").propertyNames().forEach(contract::schema);
        List<String> dangling = new ArrayList<>();
        references(document, dangling);
        assertThat(dangling).isEmpty();
    }

    @Test
    void every_operation_has_a_unique_id_a_summary_and_answers() {
        Set<String> ids = new HashSet<>();
        operations((name, operation) -> {
            assertThat(ids.add(operation.path("operationId").asString(""))).as(name).isTrue();
            assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
            assertThat(operation.path("responses").propertyNames()).as(name).isNotEmpty()
                    .anyMatch(status -> status.startsWith("2"))
                    .allMatch(status -> status.matches("[245]\\d\\d"));
        });
        assertThat(ids).isNotEmpty().doesNotContain("");
    }

    @Test
    void every_path_variable_is_described() {
        operations((name, operation) -> {
            Matcher variable = Pattern.compile("\\{(\\w+)}").matcher(name);
            while (variable.find()) {
                assertThat(operation.path("parameters").valueStream()
                        .map(this::resolve).filter(p -> p.path("in").asString().equals("path"))
                        .map(p -> p.path("name").asString())).as(name)
                        .contains(variable.group(1));
            }
        });
    }

    @Test
    void every_example_holds_to_its_schema() {
        List<String> checked = new ArrayList<>();
        operations((name, operation) -> {
            List<JsonNode> contents = new ArrayList<>();
            contents.add(operation.at("/requestBody/content/application~1json"));
            operation.path("responses").values()
                    .forEach(r -> contents.add(r.at("/content/application~1json")));
            for (JsonNode content : contents) {
                if (content.has("example")) {
                    String schema = content.at("/schema/$ref").asString().replaceAll(".*/", "");
                    Contract.check(contract.schema(schema), content.path("example"));
                    checked.add(schema);
                }
            }
        });
        assertThat(checked).contains("PlaceOrder", "Order", "Quote", "Product", "SignedIn",
                "OrderPage", "AdjustStock", "ChangeProduct", "VoidOrder");
    }

    @Test
    void every_named_problem_exists_with_that_status() {
        operations((name, operation) -> operation.path("responses")
                .forEachEntry((status, response) -> {
                    String description = response.path("description").asString("");
                    if (description.startsWith("Problem:")) {
                        SLUG.matcher(description).results().map(match -> match.group(1))
                                .forEach(slug -> assertThat(type(slug).status().value())
                                        .as(name + " " + slug)
                                        .isEqualTo(Integer.parseInt(status)));
                    }
                }));
    }

    @Test
    void request_schemas_refuse_unknown_members() {
        for (String name : List.of("SignIn", "CreateProduct", "ChangeProduct", "AdjustStock",
                "PlaceOrder", "QuoteOrder", "VoidOrder", "OrderLine", "Tender", "Discount",
                "Tip")) {
            JsonNode schema = document.at("/components/schemas/" + name);
            assertThat(schema.path("additionalProperties").asBoolean(true)).as(name).isFalse();
        }
        assertThat(document.at("/components/schemas/QuoteOrder/properties").propertyNames())
                .doesNotContain("tenders", "expectedTotal");
    }

    private static ProblemType type(String slug) {
        return ProblemType.valueOf(slug.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    private void operations(BiConsumer<String, JsonNode> each) {
        document.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    assertThat(METHODS).contains(method);
                    each.accept(method + " " + path, operation);
                }));
    }

    private void references(JsonNode node, List<String> dangling) {
        if (node.path("$ref").isString()) {
            String ref = node.path("$ref").asString();
            if (!ref.startsWith("#/") || document.at(ref.substring(1)).isMissingNode()) {
                dangling.add(ref);
            }
        }
        node.values().forEach(child -> references(child, dangling));
    }
}
