package dev.comanda.staff;

import dev.comanda.security.Caller;
import dev.comanda.web.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads the audit book of the caller's location, newest first. */
@RestController
class AuditApi {
    private static final int LARGEST_PAGE = 200;
    private static final int LARGEST_EXPORT = 10_000;
    private static final String HEADER = "at,staffId,staffName,action,entity,entityId,before,"
            + "after,register,approvedBy,correlationId";
    private static final String FIND = """
        SELECT id, created_at, staff_id, staff_name, action, entity, entity_id, before, after,
               register, approved_by, correlation_id
          FROM audit_entries
         WHERE location_id = :location
           AND created_at >= coalesce(:from, '-infinity'::timestamptz)
           AND created_at < coalesce(:to, 'infinity'::timestamptz)
           AND (:staff::uuid IS NULL OR staff_id = :staff)
           AND (:action::text IS NULL OR action = :action)
           AND (:entity::text IS NULL OR entity = :entity)
           AND (:entityId::text IS NULL OR entity_id = :entityId)
           AND (:cursor::uuid IS NULL OR (created_at, id) < (
                   SELECT created_at, id FROM audit_entries
                    WHERE location_id = :location AND id = :cursor))
         ORDER BY created_at DESC, id DESC
         LIMIT :limit
        """;

    private final JdbcClient jdbc;

    /** What to look for; {@code null} for anything. */
    record Filter(@Nullable Instant from, @Nullable Instant to, @Nullable UUID staff,
            @Nullable String action, @Nullable String entity, @Nullable String entityId) {}

    /** One change; before and after are JSON texts. */
    record Entry(UUID id, Instant at, @Nullable UUID staffId, String staffName, String action,
            String entity, String entityId, @Nullable String before, @Nullable String after,
            @Nullable String register, @Nullable UUID approvedBy, String correlationId) {}

    record AuditPage(List<Entry> items, @Nullable UUID nextCursor) {}

    AuditApi(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @GetMapping("/api/audit")
    AuditPage page(Caller caller, Filter filter, @RequestParam(defaultValue = "50") int limit,
            @RequestParam @Nullable UUID cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw ProblemException.parameter("limit", "range", 1, LARGEST_PAGE);
        }
        List<Entry> items = find(caller, filter, limit, cursor);
        return new AuditPage(items, items.size() < limit ? null : items.getLast().id);
    }

    /** The newest {@value #LARGEST_EXPORT} that match, as CSV (RFC 4180, UTF-8). */
    @GetMapping(path = "/api/audit.csv")
    ResponseEntity<String> export(Caller caller, Filter filter) {
        StringBuilder csv = new StringBuilder(HEADER).append("\r\n");
        for (Entry e : find(caller, filter, LARGEST_EXPORT, null)) {
            csv.append(Stream.of(e.at, e.staffId, e.staffName, e.action, e.entity, e.entityId,
                    e.before, e.after, e.register, e.approvedBy, e.correlationId)
                    .map(AuditApi::cell).collect(Collectors.joining(","))).append("\r\n");
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename("audit.csv").build().toString())
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .body(csv.toString());
    }

    private List<Entry> find(Caller caller, Filter filter, int limit, @Nullable UUID cursor) {
        return jdbc.sql(FIND).param("location", caller.locationId())
                .param("from", utc(filter.from)).param("to", utc(filter.to))
                .param("staff", filter.staff).param("action", filter.action)
                .param("entity", filter.entity).param("entityId", filter.entityId)
                .param("cursor", cursor).param("limit", limit).query(AuditApi::entry).list();
    }

    /** Quoted; and what a person wrote must not be a formula when a spreadsheet opens it. */
    private static String cell(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        String plain = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
        return '"' + plain.replace("\"", "\"\"") + '"';
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(row.getObject("id", UUID.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("staff_id", UUID.class), row.getString("staff_name"),
                row.getString("action"), row.getString("entity"), row.getString("entity_id"),
                row.getString("before"), row.getString("after"), row.getString("register"),
                row.getObject("approved_by", UUID.class), row.getString("correlation_id"));
    }
}
