package dev.comanda.passes;

import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.security.Caller;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/** Passes over HTTP. Who may is decided by {@code security}'s table. */
@RestController
@RequestMapping("/api/coworking")
class PassesApi {

    private static final int LONGEST_SEARCH = 120;
    private static final int LARGEST_PAGE = 200;

    private final Passes passes;
    private final PassList list;

    record TermsList(List<Passes.Terms> items) {}

    record SetPassTerms(String sku, String unit, int amount, int validDays, String counted) {}

    record UsePass(int amount, @Nullable String note) {}

    PassesApi(Passes passes, PassList list) {
        this.passes = passes;
        this.list = list;
    }

    @GetMapping("/pass-terms")
    TermsList terms(Caller caller) {
        return new TermsList(passes.terms(caller));
    }

    @PostMapping("/pass-terms")
    ResponseEntity<?> set(Caller caller, @JsonBody SetPassTerms wish) {
        return passes.set(caller, new Passes.Terms(wish.sku, wish.unit, wish.amount,
                wish.validDays, wish.counted)).<ResponseEntity<?>>map(ResponseEntity::ok)
                .orElseGet(ProblemType.NOT_FOUND::reply);
    }

    @GetMapping("/passes")
    ResponseEntity<Object> list(Caller caller, @RequestParam @Nullable UUID order,
            @RequestParam @Nullable String q, @RequestParam(defaultValue = "50") int limit,
            @RequestParam @Nullable String cursor) {
        if (q != null && q.isBlank()) {
            throw ProblemException.parameter("q", "minLength", 1);
        } else if (q != null && q.length() > LONGEST_SEARCH) {
            throw ProblemException.parameter("q", "maxLength", LONGEST_SEARCH);
        } else if (limit < 1 || limit > LARGEST_PAGE) {
            throw ProblemException.parameter("limit", "range", 1, LARGEST_PAGE);
        }
        PassId after = cursor == null
                ? null
                : PassId.parse(cursor)
                        .orElseThrow(() -> ProblemException.parameter("cursor", "format"));
        return json(list.page(caller, new PassList.Filter(order, q), limit, after));
    }

    @GetMapping("/passes/{id}")
    ResponseEntity<Object> one(Caller caller, @PathVariable String id) {
        return PassId.parse(id).flatMap(pass -> passes.one(caller, pass)).map(PassesApi::json)
                .orElseGet(ProblemType.NOT_FOUND::reply);
    }

    @PostMapping("/passes/{id}/uses")
    ResponseEntity<Object> use(Caller caller, @PathVariable String id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String header,
            @JsonBody UsePass wish) {
        IdempotencyKey key = IdempotencyKey.of(header);
        return PassId.parse(id)
                .map(pass -> passes.use(caller, key, pass, wish.amount, wish.note)
                        .reply(HttpStatus.CREATED))
                .orElseGet(ProblemType.NOT_FOUND::reply);
    }

    private static ResponseEntity<Object> json(String body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
