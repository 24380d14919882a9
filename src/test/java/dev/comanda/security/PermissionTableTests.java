package dev.comanda.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class PermissionTableTests extends GuardedShop {

    /** Of the server itself: where a failed request is forwarded to, never asked from outside. */
    private static final Set<String> INTERNAL = Set.of("/error");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Test
    void every_mapped_route_has_its_rule() {
        Set<String> ruled = Permissions.rules().stream().flatMap(rule -> rule.routes().stream())
                .collect(Collectors.toSet());

        assertThat(mapped()).isNotEmpty().allSatisfy(route -> assertThat(ruled).contains(route));
    }

    @Test
    void every_rule_of_the_api_has_its_route() {
        assertThat(Permissions.rules().stream().flatMap(rule -> rule.routes().stream())
                .filter(route -> route.contains(" /api/"))).isSubsetOf(mapped());
    }

    @Test
    void no_route_has_two_rules() {
        assertThat(Permissions.rules().stream().flatMap(rule -> rule.routes().stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void the_printed_table_is_the_one_that_is_applied() throws IOException {
        assertThat(Files.readString(Path.of("docs/security.md")))
                .as("docs/security.md must contain:\n%s", printed()).contains(printed());
    }

    @Test
    void each_role_gets_exactly_what_the_table_gives_it() {
        Map<Role, String> tokens = new TreeMap<>(Map.of(Role.ADMIN, admin(), Role.MANAGER,
                tokenOf("manager"), Role.CASHIER, tokenOf("cashier"), Role.OPERATOR,
                tokenOf("operator"), Role.SCREEN, screen()));
        List<String> wrong = new ArrayList<>();
        for (Permissions.Rule rule : Permissions.rules()) {
            for (String route : rule.routes()) {
                // it would end the session that the rest of the test needs
                if (!route.equals("DELETE /api/session")) {
                    tokens.forEach((role, token) -> compare(route, rule, role, token, wrong));
                    compareNobody(route, rule, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void what_nobody_ruled_is_not_there() {
        assertThat(send("", "GET", "/api/secret-plans", "").status()).isEqualTo(404);
        assertThat(send(admin(), "GET", "/api/secret-plans", "").status()).isEqualTo(404);
        assertThat(send(admin(), "DELETE", "/api/orders", "").status()).isEqualTo(404);
    }

    private void compare(String route, Permissions.Rule rule, Role role, String token,
            List<String> wrong) {
        Answer answer = send(token, method(route), path(route), "");
        boolean forbidden = answer.status() == 403 && answer.problem().equals("forbidden");
        boolean may = rule.open() || rule.roles().contains(role);
        if (may == forbidden || (answer.status() == 401 && !rule.open())) {
            wrong.add(role + " " + route + " " + answer.status());
        }
    }

    private void compareNobody(String route, Permissions.Rule rule, List<String> wrong) {
        Answer answer = send("", method(route), path(route), "");
        if ((!rule.open() && answer.status() != 401) || (rule.open() && answer.status() == 403)) {
            wrong.add("nobody " + route + " " + answer.status());
        }
    }

    private String screen() {
        Answer answer = send(admin(), "POST", "/api/devices",
                "{\"kind\":\"screen\",\"name\":\"Pared\"}");
        return answer.text("token");
    }

    private static String method(String route) {
        return route.substring(0, route.indexOf(' '));
    }

    private static String path(String route) {
        return route.substring(route.indexOf(' ') + 1).replace("/**", "/health")
                .replace("{id}", "0199f3bf-0000-7000-8000-000000000001")
                .replace("{topic}", "main.orders")
                .replaceAll("\\{\\w+}", "x1");
    }

    private Set<String> mapped() {
        Set<String> routes = new TreeSet<>();
        for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
            for (String path : info.getPatternValues()) {
                if (!INTERNAL.contains(path)) {
                    info.getMethodsCondition().getMethods()
                            .forEach(method -> routes.add(method + " " + path));
                    if (info.getMethodsCondition().isEmpty()) {
                        routes.add("any method " + path);
                    }
                }
            }
        }
        return routes;
    }

    /** As it stands in docs/security.md. */
    private static String printed() {
        StringBuilder table = new StringBuilder("""
            | action | admin | manager | cashier | screen | operator | routes |
            |---|---|---|---|---|---|---|
            """);
        for (Permissions.Rule rule : Permissions.rules()) {
            String marks = Stream.of(Role.values())
                    .map(role -> rule.open() ? "anyone" : rule.roles().contains(role) ? "yes" : "")
                    .collect(Collectors.joining(" | "));
            table.append("| ").append(rule.action()).append(" | ").append(marks).append(" | ")
                    .append(rule.routes().stream().map(route -> "`" + route + "`")
                            .collect(Collectors.joining(" ")))
                    .append(" |\n");
        }
        return table.toString();
    }
}
