package dev.comanda.web;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.MethodParameter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** What the mapped routes and bodies say differently from {@code docs/openapi.json}. */
public final class ContractDifferences {

    private static final JsonNode DOCUMENT = new Contract().document();

    private ContractDifferences() {}

    /**
     * One sentence per difference, in both directions; none if all agree.
     *
     * @param besides beginnings of paths that the contract leaves out on purpose
     */
    public static List<String> of(RequestMappingHandlerMapping mapping, String... besides) {
        Set<String> mapped = mapped(mapping, besides);
        Set<String> written = written();
        List<String> differences = new ArrayList<>();
        mapped.stream().filter(route -> !written.contains(route))
                .forEach(route -> differences.add(route + " is not in docs/openapi.json"));
        written.stream().filter(route -> !mapped.contains(route)).forEach(route -> differences
                .add(route + " is in docs/openapi.json, but nothing answers it"));
        mapping.getHandlerMethods().values().stream()
                .flatMap(handler -> Arrays.stream(handler.getMethodParameters()))
                .forEach(parameter -> differences.addAll(ofBody(parameter)));
        return differences;
    }

    /** Members that only the record or only the schema has, nested records included. */
    public static List<String> between(Class<?> record, String schema) {
        return between(record, schema, DOCUMENT.at("/components/schemas/" + schema));
    }

    private static List<String> ofBody(MethodParameter parameter) {
        JsonBody body = parameter.getParameterAnnotation(JsonBody.class);
        Class<?> type = parameter.getParameterType();
        return body == null || !type.isRecord()
                ? List.of()
                : between(type, body.schema().isEmpty() ? type.getSimpleName() : body.schema());
    }

    private static List<String> between(Class<?> record, String where, JsonNode schema) {
        List<String> differences = new ArrayList<>();
        Set<String> members = new TreeSet<>(schema.path("properties").propertyNames());
        for (RecordComponent component : record.getRecordComponents()) {
            String name = component.getName();
            if (!members.remove(name)) {
                differences.add(where + ": " + name + " is only in " + record.getSimpleName());
                continue;
            }
            JsonNode member = resolve(schema.path("properties").path(name));
            JsonNode nested = member.has("items") ? resolve(member.path("items")) : member;
            Class<?> type = elementType(component.getGenericType());
            if (type.isRecord()) {
                differences.addAll(between(type, where + "." + name, nested));
            }
        }
        members.forEach(name -> differences
                .add(where + ": " + name + " is not in " + record.getSimpleName()));
        return differences;
    }

    /** The class itself, or what an Optional or a collection of it holds. */
    private static Class<?> elementType(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> elementType(generic.getActualTypeArguments()[0]);
            default -> Object.class;
        };
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asString().substring(1)) : node;
    }

    private static Set<String> mapped(RequestMappingHandlerMapping mapping, String... besides) {
        Set<String> routes = new TreeSet<>();
        mapping.getHandlerMethods().keySet().forEach(info -> info.getPatternValues().stream()
                .filter(path -> !path.equals("/error")
                        && Arrays.stream(besides).noneMatch(path::startsWith))
                .forEach(path -> info.getMethodsCondition().getMethods()
                        .forEach(method -> routes.add(method + " " + anonymous(path)))));
        return routes;
    }

    private static Set<String> written() {
        Set<String> routes = new TreeSet<>();
        DOCUMENT.path("paths").forEachEntry((path, item) -> item.propertyNames().forEach(
                method -> routes.add(method.toUpperCase(java.util.Locale.ROOT) + " "
                        + anonymous(path))));
        return routes;
    }

    /** The names of path variables are nobody's business but the handler's. */
    private static String anonymous(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }
}
