package dev.comanda.catalog;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code comanda products …}, the catalogue from the command line.
 *
 * <p>The database is asked for only when a command needs it: neither help nor a wrong option starts
 * one.
 */
@Command(name = "products", description = "The catalogue.", mixinStandardHelpOptions = true)
public final class ProductsCommand {

    private static final int WRONG_FILE = 1;
    private static final String LOCATION = "whose catalogue (default: ${DEFAULT-VALUE})";
    private static final String CHARSET = "of the file: UTF-8 (default), ISO-8859-1, …";

    private final Supplier<DataSource> database;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli
    private CommandSpec spec;

    /** @param database opened at most once, and by then needed */
    public ProductsCommand(Supplier<DataSource> database) {
        this.database = database;
    }

    @Command(name = "import", mixinStandardHelpOptions = true, description = {
            "Bring the catalogue to what a CSV file says, by SKU; products that the "
                    + "file does not name stay as they are. Shows what would change; --apply "
                    + "writes it, all or nothing.",
            "",
            "Columns: sku, nombre, categoria, precio (55.00), iva (16), existencias "
                    + "(empty: not counted), sobreventa, activo, codigo_barras. Only sku is "
                    + "needed to change products; new ones need the first five, and start "
                    + "with the stock of the file.",
            ""}, exitCodeListHeading = "Exit codes:%n", exitCodeList = {
                    "0:done, or a dry run without errors",
                    "1:the file has errors, nothing was written",
                    "2:wrong usage: no such file, option or location",
                    "3:the database failed, nothing was written"})
    int importFile(
            @Parameters(paramLabel = "FILE", description = "the CSV file") Path file,
            @Option(names = "--location", defaultValue = "main", description = LOCATION) String code,
            @Option(names = "--apply", description = "write") boolean apply,
            @Option(names = "--with-stock", description = "take existencias as a count of the "
                    + "existing products too; without it their stock stays") boolean withStock,
            @Option(names = "--json", description = "print one JSON object") boolean json,
            @Option(names = "--charset", defaultValue = "UTF-8", description = CHARSET) Charset set) {
        byte[] content = read(file);
        PrintWriter out = spec.commandLine().getOut();
        ProductImport products = new ProductImport(database.get());
        ProductImport.Location target = products.location(code).orElseThrow(
                () -> new ParameterException(spec.commandLine(),
                        "There is no location '" + code + "'"));
        ProductFile parsed = ProductFile.read(content, set, target.currency());
        String name = String.valueOf(file.getFileName());
        ImportPlan plan = apply
                ? products.apply(target, parsed, withStock, "import " + name)
                : products.plan(target, parsed, withStock);
        boolean applied = apply && plan.mistakes().isEmpty();
        ImportReport report = new ImportReport(name, target, plan, applied);
        if (json) {
            report.printJson(out);
        } else {
            report.printText(out);
        }
        out.flush();
        return plan.mistakes().isEmpty() ? 0 : WRONG_FILE;
    }

    private byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new ParameterException(spec.commandLine(),
                    "Cannot read " + file + ": " + unreadable, unreadable);
        }
    }
}
