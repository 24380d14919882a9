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
 * commands that an operator types.
 */
final class SchemaBack {

    private final Unmigrated target;

    SchemaBack(JdbcConnectionDetails database) {
        this.target = UsedShop.unmigrated(database);
    }

    /** What a dry run says to confirm. */
    String lossOf(String version) {
        return rollback("--to", version, "--dry-run", "--json").json().path("lossTotal").asString();
    }

    Operator back(String version, String loss) {
        Operator done = rollback("--to", version, "--reason", "rolling trial", "--no-backup",
                "--confirm-loss", loss);
        Operator pinned = Operator.runs(new MigrateCommand(() -> target));
        assertThat(pinned.err()).contains("The schema is pinned");
        return done;
    }

    Operator forth() {
        Operator done = Operator.runs(new MigrateCommand(() -> target), "--unpin");
        assertThat(done.code()).as("%s", done).isZero();
        return done;
    }

    private Operator rollback(String... arguments) {
        Operator run = Operator.runs(new RollbackCommand(() -> target), arguments);
        assertThat(run.code()).as("%s", run).isZero();
        return run;
    }
}
