package dev.comanda.orders;

import dev.comanda.database.DatabaseUnavailableException;
import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.idempotency.KeyedAnswer;
import dev.comanda.idempotency.KeyedAnswer.Refused;
import dev.comanda.security.Approvals;
import dev.comanda.security.Caller;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/orders}: shapes and endings are those of docs/openapi.json and docs/errors.md. */
@RestController
@RequestMapping("/api/orders")
class OrdersApi {

    private static final int PAGE = 50;
    private static final int LARGEST_PAGE = 200;
    private static final Set<String> STATUSES = Set.of("paid", "voided");
    private static final Pattern REGISTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Orders orders;
    private final OrderList list;
    private final OrderLog log;
    private final Approvals approvals;

    OrdersApi(Orders orders, OrderList list, OrderLog log, Approvals approvals) {
        this.orders = orders;
        this.list = list;
        this.log = log;
        this.approvals = approvals;
    }

    @PostMapping("/quote")
    ResponseEntity<Object> quote(Caller caller, @JsonBody QuoteOrder cart) {
        return orders.quote(caller, cart).reply(HttpStatus.OK);
    }

    @PostMapping
    ResponseEntity<Object> place(Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String header,
            @JsonBody PlaceOrder order) {
        long start = System.nanoTime();
        IdempotencyKey key = IdempotencyKey.of(header);
        KeyedAnswer answer;
        try {
            answer = placed(caller, key, order);
        } catch (DatabaseUnavailableException | DataAccessException broken) {
            log.broke(order.register(), key, broken);
            throw broken;
        }
        log.placed(order.register(), key, answer, start);
        return answer.reply(HttpStatus.CREATED);
    }

    /** A manager's PIN is looked at only where the sale needs one: never for a replay. */
    private KeyedAnswer placed(Caller caller, IdempotencyKey key, PlaceOrder order) {
        KeyedAnswer answer = orders.place(caller, key, order, null);
        if (order.approval() != null
                && answer instanceof Refused(ProblemType reason, String _)
                && reason == ProblemType.APPROVAL_REQUIRED) {
            return orders.place(caller, key, order,
                    approvals.require(caller, "order", order.approval()));
        }
        return answer;
    }

    @PostMapping("/{id}/void")
    ResponseEntity<Object> voidOrder(Caller caller, @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String header,
            @JsonBody VoidOrder wish) {
        IdempotencyKey key = IdempotencyKey.of(header);
        Approvals.Approver approver = approvals.require(caller, "void", wish.approval());
        KeyedAnswer answer = orders.voidOrder(caller, key, id, wish, approver);
        log.voided(id, key, answer);
        return answer.reply(HttpStatus.OK);
    }

    @PostMapping("/{id}/refunds")
    ResponseEntity<Object> refund(Caller caller, @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String header,
            @JsonBody RefundOrder wish) {
        IdempotencyKey key = IdempotencyKey.of(header);
        Approvals.Approver approver = approvals.require(caller, "refund", wish.approval());
        KeyedAnswer answer = orders.refund(caller, key, id, wish, approver);
        log.refunded(id, key, answer);
        return answer.reply(HttpStatus.CREATED);
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> byId(Caller caller, @PathVariable UUID id) {
        return orders.byId(caller, id).map(OrdersApi::json)
                .orElseGet(ProblemType.NOT_FOUND::reply);
    }

    @GetMapping("/by-key/{key}")
    ResponseEntity<Object> byKey(Caller caller, @PathVariable String key) {
        return byAnyKey(caller, key);
    }

    /** A key may hold characters that no path carries ({@code / ; % \}); a query carries all. */
    @GetMapping("/by-key")
    ResponseEntity<Object> byAnyKey(Caller caller, @RequestParam String key) {
        return switch (orders.byKey(caller, IdempotencyKey.of(key))) {
            case Orders.Found.Order(String order) -> json(order);
            case Orders.Found.InFlight() -> ProblemType.REQUEST_IN_FLIGHT.reply(Map.of(), 1);
            case Orders.Found.Nothing() -> ProblemType.NOT_FOUND.reply();
        };
    }

    @GetMapping
    ResponseEntity<Object> list(Caller caller, @RequestParam @Nullable LocalDate day,
            @RequestParam @Nullable String register, @RequestParam @Nullable String status,
            @RequestParam(defaultValue = "" + PAGE) int limit,
            @RequestParam @Nullable String cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw ProblemException.parameter("limit", "range", 1, LARGEST_PAGE);
        }
        if (status != null && !STATUSES.contains(status)) {
            throw ProblemException.parameter("status", "enum", "paid, voided");
        }
        if (register != null && !REGISTER.matcher(register).matches()) {
            throw ProblemException.parameter("register", "pattern");
        }
        if (day != null && (day.getYear() < 1 || day.getYear() > 9999)) {
            throw ProblemException.parameter("day", "format");
        }
        return json(list.page(caller, new OrderList.Filter(day, register, status), limit, cursor));
    }

    private static ResponseEntity<Object> json(String body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
