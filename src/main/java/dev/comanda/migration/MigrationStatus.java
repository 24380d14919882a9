package dev.comanda.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a schema stands against a release.
 *
 * @param schema the newest migration that succeeded, digits
 * @param release the newest of the release
 * @param pin the one that no start passes; {@code null} where there is none
 */
record MigrationStatus(String schema, String release, @Nullable String pin, List<Line> migrations) {

    /** What there is to say of one migration. */
    enum State {
        APPLIED,
        PENDING,
        FAILED,
        /** Its file is not the one that was applied. */
        CHANGED,
        /** Of a newer release. */
        UNKNOWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One migration, by the name of its file. */
    record Line(String id, State state, @Nullable Instant at, int millis) {}

    static MigrationStatus of(Connection connection) throws SQLException {
        List<MigrationScript> scripts = MigrationScript.inRelease();
        SchemaHistory history = SchemaHistory.of(connection);
        List<Line> lines = new ArrayList<>();
        for (MigrationScript script : scripts) {
            lines.add(history.of(script.number()).map(row -> line(script, row))
                    .orElse(new Line(script.id(), State.PENDING, null, 0)));
        }
        history.rows().stream()
                .filter(row -> scripts.stream().noneMatch(s -> s.number() == row.number()))
                .map(row -> new Line(row.id(), State.UNKNOWN, row.at().toInstant(), row.millis()))
                .forEach(lines::add);
        lines.sort(Comparator.comparing(Line::id));
        Optional<SchemaPin> pin = SchemaPin.of(connection);
        return new MigrationStatus(history.version(), scripts.getLast().version(),
                pin.map(SchemaPin::toString).orElse(null), lines);
    }

    boolean upToDate() {
        return migrations.stream()
                .allMatch(line -> line.state == State.APPLIED || line.state == State.UNKNOWN);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Line line : migrations) {
            text.append(String.format(Locale.ROOT, "%-8s %-44s %s%n", line.state, line.id,
                    line.at == null ? "" : line.at + ", " + line.millis + " ms"));
        }
        text.append("Schema V").append(schema).append(", this release V").append(release);
        if (pin != null) {
            text.append(". Pinned at ").append(pin);
        }
        return text.toString();
    }

    private static Line line(MigrationScript script, SchemaHistory.Row row) {
        State state = !row.success()
                ? State.FAILED
                : row.checksum() == script.checksum() ? State.APPLIED : State.CHANGED;
        return new Line(script.id(), state, row.at().toInstant(), row.millis());
    }
}
