package dev.comanda.catalog;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code comanda seed}: the demonstration café into an empty catalogue; twice is once. */
@Command(name = "seed", mixinStandardHelpOptions = true, description = "Load the demonstration café into"
        + " a catalogue that is empty (R 3.6).")
public final class SeedCommand implements Callable<Integer> {

    private final Supplier<DataSource> database;

    @Mixin
    private final Output output = new Output();

    private record Seeded(int products) {}

    /** @param database opened when the command runs */
    public SeedCommand(Supplier<DataSource> database) {
        this.database = database;
    }

    @Override
    public Integer call() throws IOException {
        int products = DemoCafe.load(database.get());
        output.result(new Seeded(products), products == 0
                ? "The catalogue is not empty, nothing was loaded."
                : "Loaded " + products + " products.");
        return Console.DONE;
    }
}
