package dev.comanda.rollback;

import dev.comanda.console.Refusal;
import dev.comanda.migration.MigrationScript;
import dev.comanda.migration.SchemaHistory;
import java.util.ArrayList;
import java.util.List;

/**
 * Which migrations go, the newest first.
 *
 * @param target the version that is left, digits; {@code 0}: none
 */
record RollbackPlan(String target, List<MigrationScript> scripts) {

    /** Everything above a version. */
    static RollbackPlan to(String target, SchemaHistory history) {
        List<MigrationScript> release = MigrationScript.inRelease();
        int floor = MigrationScript.named(release, target).map(MigrationScript::number)
                .orElseGet(() -> {
                    if (target.matches("[Vv]?0+")) {
                        return 0;
                    }
                    throw new Refusal("This release has no migration " + target + ".",
                            "comanda migrations status lists them.");
                });
        List<MigrationScript> scripts = new ArrayList<>();
        for (SchemaHistory.Row row : history.rows().reversed()) {
            if (!row.success()) {
                throw new Refusal(row.id() + " failed half way.",
                        "First: comanda migrations resolve");
            }
            if (row.number() > floor) {
                scripts.add(script(release, row));
            }
        }
        boolean there = floor == 0 || history.of(floor).isPresent();
        if (!there || scripts.isEmpty()) {
            throw new Refusal(
                    "The schema is at V" + history.version() + "; there is nothing above V"
                            + target + ".",
                    null);
        }
        return new RollbackPlan(floor == 0 ? "0" : history.of(floor).orElseThrow().version(),
                List.copyOf(scripts));
    }

    /** The newest so many. */
    static RollbackPlan steps(int steps, SchemaHistory history) {
        List<SchemaHistory.Row> rows = history.rows();
        if (steps < 1 || steps > rows.size()) {
            throw new Refusal("There are " + rows.size() + " migrations to take back.", null);
        }
        return to(steps == rows.size() ? "0" : rows.get(rows.size() - steps - 1).version(),
                history);
    }

    List<String> ids() {
        return scripts.stream().map(MigrationScript::id).toList();
    }

    private static MigrationScript script(List<MigrationScript> release, SchemaHistory.Row row) {
        MigrationScript script = release.stream()
                .filter(s -> s.number() == row.number()).findFirst()
                .orElseThrow(() -> new Refusal("This release does not know " + row.id() + ".",
                        "Take it back with the release that brought it."));
        if (script.checksum() != row.checksum()) {
            throw new Refusal(row.id() + " is not the file that was applied.",
                    "Take it back with the release that brought it.");
        }
        return script;
    }
}
