package dev.comanda.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.CommandDatabase.Unmigrated;
import dev.comanda.migration.MigrateCommand;
import dev.comanda.rollback.RollbackCommand;
import dev.comanda.testing.Operator;
import dev.comanda.testing.UsedShop;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The schema of a shop that sells goes back to where its code went, and forth again, by the
 * commands that an operator types. A sale that is in the way is not waited for long: the command
 * says that nothing was changed, and is typed once more.
 */
final class SchemaBack {

    private static final int ATTEMPTS = 10;

    private final Unmigrated target;

    SchemaBack(JdbcConnectionDetails database) {
        this.target = UsedShop.unmigrated(database);
    }

    void to(String version) {
        for (int attempt = 1;; attempt++) {
            long start = System.nanoTime();
            Operator run = rollback("--to", version, "--dry-run", "--json");
            String loss = run.json().path("lossTotal").asString();
            if (run.code() == 0) {
                start = System.nanoTime();
                run = rollback("--to", version, "--reason", "rolling trial", "--no-backup",
                        "--confirm-loss", loss);
            }
            if (run.code() == 0) {
                say("back to V" + version + ", attempt " + attempt + ", confirmed loss " + loss,
                        start);
                break;
            }
            say("attempt " + attempt + " gave way: " + run.toString().replaceAll("\\s+", " "),
                    start);
            assertThat(attempt).as("%s", run).isLessThan(ATTEMPTS);
        }

        Operator pinned = Operator.runs(new MigrateCommand(() -> target));
        assertThat(pinned.err()).contains("The schema is pinned");
    }

    void forth() {
        long start = System.nanoTime();
        Operator done = Operator.runs(new MigrateCommand(() -> target), "--unpin");
        assertThat(done.code()).as("%s", done).isZero();
        say("forth again", start);
    }

    private Operator rollback(String... arguments) {
        return Operator.runs(new RollbackCommand(() -> target), arguments);
    }

    private static void say(String what, long startNanos) {
        System.out.println("SCHEMA: " + what + " in " + (System.nanoTime() - startNanos) / 1_000_000
                + " ms, beside counters that sell");
    }
}
