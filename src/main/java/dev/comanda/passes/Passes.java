package dev.comanda.passes;

import dev.comanda.database.Database;
import dev.comanda.idempotency.Fingerprint;
import dev.comanda.idempotency.IdempotencyKey;
import dev.comanda.idempotency.KeyedAnswer;
import dev.comanda.idempotency.KeyedCalls;
import dev.comanda.security.Caller;
import dev.comanda.web.CorrelationId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which products are passes, and what is left of those that were sold. */
@Component
public class Passes {

    private static final String TERMS = """
        SELECT DISTINCT ON (p.sku) p.sku, t.unit, t.amount, t.valid_days, t.counted
          FROM pass_terms AS t
          JOIN products AS p ON p.location_id = t.location_id AND p.id = t.product_id
         WHERE t.location_id = :location
         ORDER BY p.sku, t.valid_from DESC
        """;
    private static final String SET_TERMS = """
        WITH written AS (
            INSERT INTO pass_terms (location_id, product_id, valid_from, unit, amount,
                                    valid_days, counted, created_by)
            SELECT p.location_id, p.id, clock_timestamp(), :unit, :amount, :validDays, :counted,
                   :staff
              FROM products AS p
             WHERE p.location_id = :location AND p.sku = :sku
            RETURNING unit, amount, valid_days, counted),
        entry AS (
            INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity,
                                       entity_id, after, register, correlation_id)
            SELECT :location, gen_random_uuid(), :staff, :staffName, 'change', 'pass_terms', :sku,
                   row_to_json(w)::text, :register, :trace
              FROM written AS w)
        SELECT :sku AS sku, unit, amount, valid_days, counted FROM written
        """;
    private static final String ONE = """
        SELECT pass_json(:location, :order, :line, :number)
        """;
    private static final String LEFT = """
        SELECT s.unit, CASE s.status WHEN 'valid' THEN s.amount - s.used ELSE 0 END AS remaining
          FROM pass_state(:location, :order, :line, :number) AS s
        """;
    private static final String USE = """
        SELECT deed.outcome, deed.answer
          FROM trace(:location, :trace) AS here (location_id),
               use_pass(here.location_id, :key, :fingerprint, :staff, :order, :line, :number,
                        :amount, :note) AS deed
        """;

    private final JdbcClient jdbc;
    private final Database database;
    private final KeyedCalls keyedCalls;

    /**
     * What a product is a pass for.
     *
     * @param amount    minutes or days; 0: it is not a pass any more
     * @param validDays calendar days of the shop, the first included
     * @param counted   {@code from-purchase} or {@code from-first-use}
     */
    record Terms(String sku, String unit, int amount, int validDays, String counted) {}

    /**
     * What can be drawn.
     *
     * @param unit   {@code minutes} or {@code days}
     * @param amount 0 where it is used up, expired or voided
     */
    public record Left(String unit, int amount) {}

    Passes(JdbcClient jdbc, Database database, KeyedCalls keyedCalls) {
        this.jdbc = jdbc;
        this.database = database;
        this.keyedCalls = keyedCalls;
    }

    /** Of every product that is a pass. */
    List<Terms> terms(Caller caller) {
        return database.keyed("pass terms", () -> jdbc.sql(TERMS)
                .param("location", caller.locationId()).query(Terms.class).list()).stream()
                .filter(terms -> terms.amount > 0).toList();
    }

    /** For what is sold from now on; empty where the location has no such product. */
    Optional<Terms> set(Caller caller, Terms terms) {
        return database.once("pass terms", () -> jdbc.sql(SET_TERMS)
                .param("location", caller.locationId()).param("sku", terms.sku)
                .param("unit", terms.unit).param("amount", terms.amount)
                .param("validDays", terms.validDays).param("counted", terms.counted)
                .param("staff", caller.staffId()).param("staffName", caller.staffName())
                .param("register", caller.register()).param("trace", CorrelationId.current())
                .query(Terms.class).optional());
    }

    Optional<String> one(Caller caller, PassId id) {
        return database.keyed("pass reading", () -> of(jdbc.sql(ONE), caller, id)
                .query(String.class).optional());
    }

    /** What a pass has left now, without asking whether it was read in time; empty: no pass. */
    public Optional<Left> left(int locationId, PassId id) {
        return jdbc.sql(LEFT).param("location", locationId).param("order", id.order())
                .param("line", id.line()).param("number", id.number())
                .query((row, _) -> new Left(row.getString("unit"), row.getInt("remaining")))
                .optional();
    }

    /** Draws from a pass, once for each key; endings as {@code use_pass} in V024 has them. */
    KeyedAnswer use(Caller caller, IdempotencyKey key, PassId id, int amount,
            @Nullable String note) {
        Fingerprint request = Fingerprint.of(new Use(id, amount, note));
        return keyedCalls.answer("pass use", caller.locationId(), key, request,
                () -> of(jdbc.sql(USE), caller, id).param("key", key.value())
                        .param("fingerprint", request.sha256()).param("staff", caller.staffId())
                        .param("amount", amount).param("note", note)
                        .param("trace", CorrelationId.current())
                        .query((row, _) -> KeyedAnswer.of(row.getString("outcome"),
                                row.getString("answer")))
                        .single());
    }

    private record Use(PassId pass, int amount, @Nullable String note) {}

    private static JdbcClient.StatementSpec of(JdbcClient.StatementSpec sql, Caller caller,
            PassId id) {
        return sql.param("location", caller.locationId()).param("order", id.order())
                .param("line", id.line()).param("number", id.number());
    }
}
