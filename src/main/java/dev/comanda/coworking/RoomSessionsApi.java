package dev.comanda.coworking;

import dev.comanda.coworking.Wishes.AddExtra;
import dev.comanda.coworking.Wishes.CancelSession;
import dev.comanda.coworking.Wishes.ChangePeople;
import dev.comanda.coworking.Wishes.MoveSession;
import dev.comanda.coworking.Wishes.OpenSession;
import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.security.Approvals;
import dev.comanda.security.Caller;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/coworking/sessions}: shapes and endings as in docs/openapi.json, docs/errors.md. */
@RestController
@RequestMapping("/api/coworking/sessions")
class RoomSessionsApi {

    private static final int LARGEST_PAGE = 200;
    private static final String ANY = "any";
    private static final Set<String> STATUSES = Set.of("active", "awaiting-payment", "open",
            "closed", "cancelled", ANY);

    private final RoomSessions sessions;
    private final RoomSessionList list;
    private final Approvals approvals;

    RoomSessionsApi(RoomSessions sessions, RoomSessionList list, Approvals approvals) {
        this.sessions = sessions;
        this.list = list;
        this.approvals = approvals;
    }

    @PostMapping
    ResponseEntity<Object> open(Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @JsonBody OpenSession wish) {
        return sessions.open(caller, IdempotencyKey.of(key), wish).reply(HttpStatus.CREATED);
    }

    @GetMapping
    ResponseEntity<Object> list(Caller caller,
            @RequestParam(defaultValue = "active") String status,
            @RequestParam @Nullable String seat, @RequestParam @Nullable LocalDate day,
            @RequestParam(defaultValue = "50") int limit, @RequestParam @Nullable UUID cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw ProblemException.parameter("limit", "range", 1, LARGEST_PAGE);
        }
        if (!STATUSES.contains(status)) {
            throw ProblemException.parameter("status", "enum",
                    "active, awaiting-payment, open, closed, cancelled, any");
        }
        if (day != null && (day.getYear() < 1 || day.getYear() > 9999)) {
            throw ProblemException.parameter("day", "format");
        }
        return json(list.page(caller, new RoomSessionList.Filter(
                status.equals(ANY) ? null : status, seat, day), limit, cursor));
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> byId(Caller caller, @PathVariable UUID id) {
        return sessions.byId(caller, id).map(RoomSessionsApi::json)
                .orElseGet(ProblemType.NOT_FOUND::reply);
    }

    @PostMapping("/{id}/extras")
    ResponseEntity<Object> addExtra(Caller caller, @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @JsonBody AddExtra wish) {
        return sessions.addExtra(caller, IdempotencyKey.of(key), id, wish)
                .reply(HttpStatus.CREATED);
    }

    @DeleteMapping("/{id}/extras/{extra}")
    ResponseEntity<Object> removeExtra(Caller caller, @PathVariable UUID id,
            @PathVariable UUID extra) {
        return sessions.removeExtra(caller, id, extra).reply(HttpStatus.OK);
    }

    @PostMapping("/{id}/people")
    ResponseEntity<Object> changePeople(Caller caller, @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @JsonBody ChangePeople wish) {
        return sessions.changePeople(caller, IdempotencyKey.of(key), id, wish).reply(HttpStatus.OK);
    }

    @PostMapping("/{id}/move")
    ResponseEntity<Object> move(Caller caller, @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @JsonBody MoveSession wish) {
        return sessions.move(caller, IdempotencyKey.of(key), id, wish).reply(HttpStatus.OK);
    }

    @PostMapping("/{id}/cancel")
    ResponseEntity<Object> cancel(Caller caller, @PathVariable UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String header,
            @JsonBody CancelSession wish) {
        IdempotencyKey key = IdempotencyKey.of(header);
        Approvals.Approver approver = approvals.require(caller, "cancel", wish.approval());
        return sessions.cancel(caller, key, id, wish, approver).reply(HttpStatus.OK);
    }

    private static ResponseEntity<Object> json(String body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
