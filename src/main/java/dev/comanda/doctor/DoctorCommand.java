package dev.comanda.doctor;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code comanda doctor}: audits the books of every location, read-only, beside running tills. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Check that the books add"
        + " up: totals, tenders, stock, keys, receipts, events. Reads one snapshot, beside the"
        + " tills, and changes nothing.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:the books add up", "1:something was found; each line names the row",
                "2:wrong usage", "3:the database failed"})
public final class DoctorCommand implements Callable<Integer> {

    private final Supplier<DataSource> database;

    @Mixin
    private final Output output = new Output();

    @Option(names = "--thorough", description = "run every query, also where the sums agree")
    private boolean thorough;

    @Option(names = "--record", description = "keep what it saw for the health in detail and for"
            + " alerts, in place of what was seen before: the one thing that it writes")
    private boolean record;

    /** @param database opened when the command runs */
    public DoctorCommand(Supplier<DataSource> database) {
        this.database = database;
    }

    @Override
    public Integer call() throws SQLException {
        try (Connection books = database.get().getConnection()) {
            Examination seen = thorough
                    ? Doctor.examineThoroughly(books)
                    : Doctor.examine(books);
            if (record) {
                Examinations.write(books, seen);
            }
            output.result(seen, text(seen));
            return seen.good() ? Console.DONE : Console.REFUSED;
        }
    }

    private static String text(Examination seen) {
        StringBuilder text = new StringBuilder();
        seen.findings().forEach(finding -> text.append(finding).append('\n'));
        return text.append(String.format(Locale.ROOT,
                "%s: %d invariants, %,d orders, %,d ms%s", seen.good() ? "The books add up" : "NO",
                seen.checked(), seen.orders(), seen.millis(), seen.good()
                        ? ""
                        : "; at most " + Doctor.SHOWN + " findings of each kind are shown"))
                .toString();
    }
}
