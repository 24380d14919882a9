package dev.comanda.coworking;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.comanda.coworking.Room.Session;
import dev.comanda.passes.PassId;
import dev.comanda.passes.Passes.Left;
import dev.comanda.tariffs.Charge;
import dev.comanda.tariffs.Prepaid;
import dev.comanda.tariffs.Stay.Covered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The time of a session as far as it is known before its order is written: what it costs at an
 * instant, and what of that passes leave.
 *
 * @param charge without passes, JSON
 * @param bill   what is left to pay, with its explanation and the passes, JSON
 * @param draws  what is to be drawn, as {@code check_passes} reads it
 */
record Bill(Instant at, String charge, String bill, String draws) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A pass that was named: its id as it came, and what it has left; both empty: no such pass. */
    record Named(String text, Optional<PassId> id, Optional<Left> left) {

        private Prepaid prepaid() {
            return left.map(it -> new Prepaid(it.unit().equals("days"), it.amount()))
                    .orElse(new Prepaid(false, 0));
        }
    }

    private record Draw(String pass, @Nullable String order, int line, int number, int amount) {}

    private record Drawn(String pass, String unit, int amount) {}

    private record Written(long amount, long minutes, List<Charge.Line> lines,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Drawn> passes) {}

    /**
     * An active session is charged to now, one whose clock was stopped to that instant; an amount
     * that was corrected is paid in money.
     */
    static Bill of(Session session, Instant now, List<Named> passes) {
        Instant at = session.endedAt() == null ? session.notBefore(now) : session.endedAt();
        Charge full = session.chargeAt(at);
        Covered covered = session.amount() == null
                ? session.stay().chargeAt(at, passes.stream().map(Named::prepaid).toList())
                : new Covered(full, passes.stream().map(_ -> 0).toList());
        List<Draw> draws = new ArrayList<>();
        List<Drawn> drawn = new ArrayList<>();
        for (int i = 0; i < passes.size(); i++) {
            Named pass = passes.get(i);
            int amount = covered.drawn().get(i);
            draws.add(new Draw(pass.text, pass.id.map(id -> id.order().toString()).orElse(null),
                    pass.id.map(PassId::line).orElse(0), pass.id.map(PassId::number).orElse(0),
                    amount));
            if (amount > 0) {
                drawn.add(new Drawn(pass.text, pass.left.orElseThrow().unit(), amount));
            }
        }
        Charge rest = covered.charge();
        return new Bill(at, JSON.writeValueAsString(full),
                JSON.writeValueAsString(new Written(rest.amount(), rest.minutes(), rest.lines(),
                        drawn)),
                JSON.writeValueAsString(draws));
    }
}
