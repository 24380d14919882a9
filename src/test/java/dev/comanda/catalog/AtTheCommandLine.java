package dev.comanda.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.comanda.testing.UsedShop;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs {@code products import} on files, beside the server. */
abstract class AtTheCommandLine extends InACatalogue {

    static final String MENU = """
        sku,nombre,categoria,precio,iva,existencias,sobreventa,activo,codigo_barras
        LATTE,Latte,Café,55.00,16,40,no,sí,
        AGUA,Agua 600 ml,Bebidas,22.50,16,144,no,sí,7501055303137
        PASE,"Pase, de día",Pases,180,16,,no,sí,
        PAN,Pan dulce,Panadería,24.00,0,12,sí,sí,
        """;

    @Autowired
    private JdbcConnectionDetails database;
    @TempDir
    Path folder = Path.of("");

    record Run(int code, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    Run run(String content, String... options) {
        return run(content, UTF_8, options);
    }

    Run run(String content, Charset charset, String... options) {
        try {
            Path file = Files.createTempFile(folder, "menu", ".csv");
            Files.write(file, content.getBytes(charset));
            return command(Stream.concat(
                    Stream.of("import", file.toString(), "--location", shop.code()),
                    Arrays.stream(options)).toArray(String[]::new));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    Run command(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        DataSource unhurried = UsedShop.unmigrated(database).dataSource(); // as a command's
        int code = new CommandLine(new ProductsCommand(() -> unhurried))
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    JsonNode product(String sku) {
        return get("/api/products?includeInactive=true&q=" + sku).json().at("/products/0");
    }
}
