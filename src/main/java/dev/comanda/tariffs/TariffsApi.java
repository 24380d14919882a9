package dev.comanda.tariffs;

import dev.comanda.security.Caller;
import dev.comanda.web.JsonBody;
import dev.comanda.web.ProblemException;
import dev.comanda.web.ProblemType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tariffs over HTTP. Who may is decided by {@code security}'s table. */
@RestController
@RequestMapping("/api/coworking/tariffs")
class TariffsApi {

    /** One of our entity tags; others are well formed too, but match no version. */
    private static final Pattern VERSION = Pattern.compile("\"([1-9][0-9]{0,8})\"");

    private static final Map<String, Tariffs.State> STATES = Map.of("offered",
            Tariffs.State.OFFERED, "planned", Tariffs.State.PLANNED, "withdrawn",
            Tariffs.State.WITHDRAWN);

    private final Tariffs tariffs;

    record TariffList(List<StoredTariff> items) {}

    record CreateTariff(Tariff rules, @Nullable Instant validFrom) {}

    record ChangeTariff(Tariff rules, @Nullable Boolean active, @Nullable Instant validFrom) {}

    /** A tariff that is offered, or rules that are not yet. */
    record Choice(@Nullable String code, @Nullable Tariff rules) {}

    record TryTariff(Choice tariff, int minutes, @Nullable Integer people,
            @Nullable Instant startedAt) {}

    record TariffTrial(String currency, Instant startedAt, Charge charge,
            List<Schedule.Step> schedule, long scheduleUntilMinute) {}

    TariffsApi(Tariffs tariffs) {
        this.tariffs = tariffs;
    }

    @GetMapping
    TariffList list(Caller caller, @RequestParam(defaultValue = "offered") String state) {
        Tariffs.State asked = STATES.get(state);
        if (asked == null) {
            throw ProblemException.parameter("state", "enum", "offered, planned, withdrawn");
        }
        return new TariffList(tariffs.list(caller.locationId(), asked));
    }

    @GetMapping("/{code}/versions")
    ResponseEntity<?> versions(Caller caller, @PathVariable String code) {
        List<StoredTariff> versions = tariffs.versions(caller.locationId(), code);
        return versions.isEmpty()
                ? ProblemType.NOT_FOUND.reply()
                : ResponseEntity.ok().eTag(tag(versions.getFirst()))
                        .body(new TariffList(versions));
    }

    @PostMapping
    ResponseEntity<?> create(Caller caller, @JsonBody CreateTariff wish) {
        TariffCheck.require(wish.rules, "/rules");
        return tariffs.add(caller, wish.rules, 0, true, wish.validFrom)
                .<ResponseEntity<?>>map(TariffsApi::created)
                .orElseGet(ProblemType.ALREADY_EXISTS::reply);
    }

    @PostMapping("/{code}/versions")
    ResponseEntity<?> change(Caller caller, @PathVariable String code,
            @RequestHeader(HttpHeaders.IF_MATCH) String ifMatch, @JsonBody ChangeTariff wish) {
        if (!code.equals(wish.rules.code())) {
            throw ProblemException.field("/rules/code", "const", code);
        }
        TariffCheck.require(wish.rules, "/rules");
        return version(ifMatch)
                .flatMap(seen -> tariffs.add(caller, wish.rules, seen,
                        !Boolean.FALSE.equals(wish.active), wish.validFrom))
                .<ResponseEntity<?>>map(TariffsApi::created)
                .orElseGet(() -> tariffs.versions(caller.locationId(), code).isEmpty()
                        ? ProblemType.NOT_FOUND.reply()
                        : ProblemType.STALE_VERSION.reply());
    }

    /** What a stay would cost, so that a tariff can be looked at before it holds. */
    @PostMapping("/quote")
    ResponseEntity<?> quote(Caller caller, @JsonBody TryTariff wish) {
        Tariffs.Place place = tariffs.place(caller.locationId());
        Instant start = wish.startedAt == null ? Instant.now() : wish.startedAt;
        Stay stay = new Stay(place.zone(), List.of(new Stay.Stretch(start,
                wish.people == null ? 1 : wish.people, chosen(caller, wish.tariff))));
        Schedule schedule = stay.scheduleAt(start);
        return ResponseEntity.ok(new TariffTrial(place.currency(), start,
                stay.chargeAt(start.plusSeconds(60L * wish.minutes)), schedule.steps(),
                schedule.untilMinute()));
    }

    private Tariff chosen(Caller caller, Choice choice) {
        Tariff rules = choice.rules;
        String code = choice.code;
        if (rules != null) {
            TariffCheck.require(rules, "/tariff/rules");
            return rules;
        }
        String offered = code == null ? "" : code;
        return tariffs.inForce(caller.locationId(), offered).map(StoredTariff::rules)
                .orElseThrow(() -> new ProblemException(ProblemType.UNKNOWN_TARIFF,
                        Map.of("tariff", offered)));
    }

    private static ResponseEntity<?> created(StoredTariff tariff) {
        return ResponseEntity
                .created(URI.create("/api/coworking/tariffs/" + tariff.code() + "/versions"))
                .eTag(tag(tariff)).body(tariff);
    }

    private static Optional<Integer> version(String ifMatch) {
        Matcher tag = VERSION.matcher(ifMatch.strip());
        return tag.matches() ? Optional.of(Integer.valueOf(tag.group(1))) : Optional.empty();
    }

    private static String tag(StoredTariff tariff) {
        return '"' + Integer.toString(tariff.version()) + '"';
    }
}
