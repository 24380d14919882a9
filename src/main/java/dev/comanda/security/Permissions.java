package dev.comanda.security;

import static dev.comanda.security.Role.ADMIN;
import static dev.comanda.security.Role.CASHIER;
import static dev.comanda.security.Role.MANAGER;
import static dev.comanda.security.Role.OPERATOR;
import static dev.comanda.security.Role.SCREEN;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may do what: the one table. What it does not name is denied. docs/security.md prints it, and
 * a test compares it with every route that is mapped.
 */
public final class Permissions {
    private static final Set<Role> MANAGERS = EnumSet.of(ADMIN, MANAGER);
    private static final Set<Role> COUNTER = EnumSet.of(ADMIN, MANAGER, CASHIER);
    private static final Set<Role> READERS = EnumSet.of(ADMIN, MANAGER, CASHIER, SCREEN);
    private static final Set<Role> OPERATORS = EnumSet.of(ADMIN, OPERATOR);
    private static final Set<Role> STAFF = EnumSet.complementOf(EnumSet.of(SCREEN));
    private static final Set<Role> ANYONE = Set.of();

    private static final Rule PAGES = rule("Load the pages, which hold no data", ANYONE, "GET /",
            "GET /coworking", "GET /wall", "GET /manager", "GET /status", "GET /icon.svg",
            "GET /sw.js", "GET /css/**", "GET /js/**", "GET /webjars/**");
    private static final List<Rule> RULES = List.of(
            rule("Sell", COUNTER, "POST /api/orders", "POST /api/orders/quote"),
            rule("Read orders", COUNTER, "GET /api/orders", "GET /api/orders/{id}",
                    "GET /api/orders/by-key/{key}", "GET /api/orders/by-key"),
            rule("Void an order (a cashier with a manager's approval)", COUNTER,
                    "POST /api/orders/{id}/void"),
            rule("Read what was sold when", MANAGERS, "GET /api/reports/sales-by-hour"),
            rule("Refund an order (a cashier with a manager's approval)", COUNTER,
                    "POST /api/orders/{id}/refunds"),
            rule("Read the catalogue", READERS, "GET /api/products", "GET /api/products/{id}"),
            rule("Change the catalogue and the stock", MANAGERS, "POST /api/products",
                    "PATCH /api/products/{id}", "POST /api/products/{id}/stock"),
            rule("Read the room", READERS, "GET /api/coworking/seats",
                    "GET /api/coworking/sessions", "GET /api/coworking/sessions/{id}",
                    "GET /api/coworking/settings"),
            rule("Serve the room", COUNTER, "POST /api/coworking/sessions",
                    "POST /api/coworking/sessions/{id}/extras",
                    "DELETE /api/coworking/sessions/{id}/extras/{extra}",
                    "POST /api/coworking/sessions/{id}/people",
                    "POST /api/coworking/sessions/{id}/move",
                    "POST /api/coworking/sessions/{id}/finish",
                    "POST /api/coworking/sessions/{id}/checkout/quote",
                    "POST /api/coworking/sessions/{id}/checkout"),
            rule("Cancel a session (a cashier with a manager's approval)", COUNTER,
                    "POST /api/coworking/sessions/{id}/cancel"),
            rule("Correct a session (a cashier with a manager's approval)", COUNTER,
                    "POST /api/coworking/sessions/{id}/corrections"),
            rule("Say when a session is forgotten", MANAGERS, "PUT /api/coworking/settings"),
            rule("Manage the seats", MANAGERS, "POST /api/coworking/seats",
                    "PATCH /api/coworking/seats/{code}"),
            rule("Read the tariffs", READERS, "GET /api/coworking/tariffs",
                    "GET /api/coworking/tariffs/{code}/versions"),
            rule("Try a tariff", COUNTER, "POST /api/coworking/tariffs/quote"),
            rule("Change the tariffs", MANAGERS, "POST /api/coworking/tariffs",
                    "POST /api/coworking/tariffs/{code}/versions"),
            rule("Read and use passes", COUNTER, "GET /api/coworking/pass-terms",
                    "GET /api/coworking/passes", "GET /api/coworking/passes/{id}",
                    "POST /api/coworking/passes/{id}/uses"),
            rule("Say which products are passes", MANAGERS, "POST /api/coworking/pass-terms"),
            rule("Follow a topic of the own location", READERS,
                    "GET /api/topics/{topic}/snapshot", "GET /api/topics/{topic}/events"),
            rule("Open a socket (its CONNECT frame says who)", ANYONE, "GET /ws"),
            rule("Sign in, stay signed in", ANYONE, "POST /api/session",
                    "POST /api/session/refresh"),
            rule("See who one is, change the own password, sign out, here or elsewhere", STAFF,
                    "GET /api/session", "PUT /api/session/password", "DELETE /api/session",
                    "GET /api/sessions", "POST /api/sessions/{id}/end"),
            rule("Read the location", READERS, "GET /api/locations"),
            rule("Read its registers", COUNTER, "GET /api/registers"),
            rule("Manage staff (managers: not administrators nor operators)", MANAGERS,
                    "GET /api/staff", "POST /api/staff", "PATCH /api/staff/{id}",
                    "DELETE /api/staff/{id}/sessions"),
            rule("Manage registers and devices", MANAGERS, "POST /api/registers",
                    "PATCH /api/registers/{code}", "GET /api/devices", "POST /api/devices",
                    "DELETE /api/devices/{id}"),
            rule("Open a location, rename the own one or close it", MANAGERS,
                    "POST /api/locations", "PATCH /api/locations/{code}"),
            rule("Read the audit book", MANAGERS, "GET /api/audit", "GET /api/audit.csv"),
            rule("Read operations' details", OPERATORS, "GET /api/system/health/detailed",
                    "GET /metrics", "GET /actuator/**"),
            rule("Have the books examined", OPERATORS, "GET /api/system/doctor",
                    "POST /api/system/doctor"),
            rule("Probe, read the contract and its problems", ANYONE, "GET /health",
                    "GET /api/health", "GET /ready", "GET /version", "GET /config",
                    "GET /api/cors-debug", "GET /openapi.json", "GET /problems",
                    "GET /problems/{slug}"),
            PAGES);

    private static final Set<String> TOPICS = Set.of("coworking", "orders", "catalog");

    private static final Map<String, Rule> BY_ROUTE = new HashMap<>();
    private static final List<Route> ROUTES = RULES.stream().flatMap(rule -> rule.routes().stream()
            .map(route -> new Route(route, PathPatternParser.defaultInstance
                    .parse(route.substring(route.indexOf(' ') + 1)), rule)))
            .toList();

    static {
        ROUTES.forEach(route -> BY_ROUTE.put(route.name, route.rule));
    }

    /**
     * One action and who may do it.
     *
     * @param action in words, for the printed table
     * @param roles  who may; empty: anyone, signed in or not
     * @param routes {@code METHOD /pattern}; GET answers HEAD too
     */
    public record Rule(String action, Set<Role> roles, List<String> routes) {

        boolean open() {
            return roles.isEmpty();
        }
    }

    private record Route(String name, PathPattern pattern, Rule rule) {

        boolean matches(String method, PathContainer path) {
            return name.startsWith(method + " ") && pattern.matches(path);
        }
    }

    private Permissions() {}

    /** The table, in the order in which it is printed. */
    public static List<Rule> rules() {
        return RULES;
    }

    /** Whether the caller may follow a topic such as {@code main.coworking}; never a pattern. */
    public static boolean mayFollow(Caller caller, String topic) {
        String own = caller.locationCode() + ".";
        return READERS.contains(caller.role()) && topic.startsWith(own)
                && TOPICS.contains(topic.substring(own.length()));
    }

    /** Whether there is any topic that the caller may follow. */
    public static boolean mayFollow(Caller caller) {
        return READERS.contains(caller.role());
    }

    /** The rule of a request; a path without variables, which most are, is found by one look. */
    static Optional<Rule> of(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        Rule exact = BY_ROUTE.get(asked + " " + path);
        if (exact != null) {
            return Optional.of(exact);
        }
        PathContainer parsed = PathContainer.parsePath(path);
        return ROUTES.stream().filter(route -> route.matches(asked, parsed)).findFirst()
                .map(Route::rule);
    }

    /** Whether it asks for a page or one of its files. */
    static boolean opensPage(String method, String path) {
        return of(method, path).filter(PAGES::equals).isPresent();
    }

    private static Rule rule(String action, Set<Role> roles, String... routes) {
        return new Rule(action, roles, List.of(routes));
    }
}
