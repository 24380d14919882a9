package dev.comanda.security;

import dev.comanda.web.CorrelationId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * The book of who changed what: only ever added to, in the transaction of the change. A database
 * function that makes a change by itself adds its own entry to {@code audit_entries}.
 */
@Component
public class Audit {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ADD = """
        INSERT INTO audit_entries (location_id, id, staff_id, staff_name, action, entity,
                                   entity_id, before, after, register, approved_by,
                                   correlation_id)
        VALUES (:location, :id, :staff, :name, :action, :entity,
                :entityId, :before, :after, :register, :approvedBy,
                :correlation)
        """;

    private final JdbcClient jdbc;

    /**
     * One change. Neither side of it holds a secret, not even hashed.
     *
     * @param action     a verb of few: {@code create}, {@code change}, {@code void}, …
     * @param entity     what kind of thing, as its table is called: {@code staff}, {@code orders}
     * @param before     its state, written as JSON; {@code null} where it was not there
     * @param approvedBy the manager whose PIN allowed it
     */
    public record Entry(String action, String entity, String entityId, @Nullable Object before,
            @Nullable Object after, @Nullable UUID approvedBy) {

        public static Entry created(String entity, Object id, Object after) {
            return new Entry("create", entity, id.toString(), null, after, null);
        }

        public static Entry changed(String entity, Object id, Object before, Object after) {
            return new Entry("change", entity, id.toString(), before, after, null);
        }

        /** What happened to it without changing its stored state, such as a revoked session. */
        public static Entry of(String action, String entity, Object id) {
            return new Entry(action, entity, id.toString(), null, null, null);
        }
    }

    Audit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds an entry, at the caller's location.
     *
     * @throws IllegalStateException outside of a transaction: the entry could outlive the change
     */
    public void add(Caller caller, Entry entry) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an audit entry needs the transaction of its change");
        }
        jdbc.sql(ADD).param("location", caller.locationId()).param("id", UUID.randomUUID())
                .param("staff", caller.staffId()).param("name", caller.staffName())
                .param("action", entry.action).param("entity", entry.entity)
                .param("entityId", entry.entityId).param("before", json(entry.before))
                .param("after", json(entry.after)).param("register", caller.register())
                .param("approvedBy", entry.approvedBy)
                .param("correlation", CorrelationId.current()).update();
    }

    private static @Nullable String json(@Nullable Object state) {
        return state == null ? null : JSON.writeValueAsString(state);
    }
}
