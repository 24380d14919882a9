package dev.comanda.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImportingProductsTests extends InAShop {

    private static final String MENU = """
        sku,nombre,categoria,precio,iva,existencias,sobreventa,activo,codigo_barras
        LATTE,Latte,Café,55.00,16,40,no,sí,
        AGUA,Agua 600 ml,Bebidas,22.50,16,144,no,sí,7501055303137
        PASE,"Pase, de día",Pases,180,16,,no,sí,
        PAN,Pan dulce,Panadería,24.00,0,12,sí,sí,
        """;

    @TempDir
    private Path folder = Path.of("");

    record Run(int code, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    private Run run(String content, String... options) {
        return run(content, UTF_8, options);
    }

    private Run run(String content, Charset charset, String... options) {
        try {
            Path file = Files.createTempFile(folder, "menu", ".csv");
            Files.write(file, content.getBytes(charset));
            return command(Stream.concat(
                    Stream.of("import", file.toString(), "--location", locationCode),
                    Arrays.stream(options)).toArray(String[]::new));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Run command(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(new ProductsCommand(() -> dataSource))
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    private long count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table + " WHERE location_id = :location")
                .param("location", location).query(Long.class).single();
    }

    private JsonNode product(String sku) {
        return get("/api/products?includeInactive=true&q=" + sku).json().at("/products/0");
    }

    private void assertStockIsTheSumOfMovements() {
        assertThat(jdbc.sql("""
            SELECT p.sku
              FROM products AS p
              LEFT JOIN stock_movements AS m
                ON m.location_id = p.location_id AND m.product_id = p.id
             WHERE p.location_id = :location AND p.stock IS NOT NULL
             GROUP BY p.sku, p.stock
            HAVING p.stock <> coalesce(sum(m.quantity), 0)
            """).param("location", location).query(String.class).list()).isEmpty();
    }

    @Test
    void without_apply_it_only_shows_what_would_change() {
        Run dry = run(MENU);

        assertThat(dry.code()).isZero();
        assertThat(dry.out()).contains("+ LATTE", "precio 55.00; iva 16 %; existencias 40",
                "4 new, 0 changed, 0 unchanged, 0 errors", "dry run");
        assertThat(count("products")).isZero();
        assertThat(count("outbox")).isZero();
    }

    @Test
    void what_was_applied_is_unchanged_the_second_time() {
        Run first = run(MENU, "--apply");
        long events = count("outbox");
        Run second = run(MENU, "--apply", "--with-stock");

        assertThat(List.of(first.code(), second.code())).containsOnly(0);
        assertThat(first.out()).contains("4 new", "Written.");
        assertThat(second.out()).contains("0 new, 0 changed, 4 unchanged");
        assertThat(events).isEqualTo(4);
        assertThat(count("outbox")).isEqualTo(events);
        assertThat(product("AGUA").toString()).contains("\"price\":2250", "\"stock\":144",
                "\"barcode\":\"7501055303137\"", "\"version\":1");
        assertThat(product("PASE").path("name").asString()).isEqualTo("Pase, de día");
        assertThat(product("PASE").path("stock").isNull()).isTrue();
        assertStockIsTheSumOfMovements();
    }

    @Test
    void a_changed_file_changes_field_by_field_and_leaves_the_stock() {
        run(MENU, "--apply");
        String later = MENU.replace("55.00,16,40", "58.00,16,999").replace("Pan dulce", "Concha")
                .replace("7501055303137", "");

        Run run = run(later, "--apply");

        assertThat(run.out()).contains("~ LATTE            precio 55.00 → 58.00\n",
                "~ PAN              nombre Pan dulce → Concha\n",
                "~ AGUA             codigo_barras 7501055303137 → –\n", "3 changed, 1 unchanged");
        assertThat(product("LATTE").toString()).contains("\"price\":5800", "\"stock\":40",
                "\"version\":2");
        assertThat(product("AGUA").path("barcode").isNull()).isTrue();
    }

    @Test
    void stock_is_counted_only_where_asked_for() {
        run(MENU, "--apply");
        String counted = MENU.replace("16,40,", "16,35,").replace("180,16,,", "180,16,7,");

        Run dry = run(counted, "--with-stock");
        Run run = run(counted, "--with-stock", "--apply");

        assertThat(dry.out()).contains("existencias 40 → 35", "existencias – → 7");
        assertThat(run.code()).isZero();
        assertThat(product("LATTE").toString()).contains("\"stock\":35", "\"version\":1");
        assertThat(product("PASE").path("stock").asLong()).isEqualTo(7);
        assertThat(jdbc.sql("""
            SELECT quantity FROM stock_movements
             WHERE location_id = :location AND kind = 'import' ORDER BY quantity
            """).param("location", location).query(Long.class).list()).containsExactly(-5L, 7L);
        assertStockIsTheSumOfMovements();
    }

    @Test
    void every_wrong_row_is_told_and_nothing_is_written() {
        Run run = run("""
            sku,nombre,categoria,precio,iva,existencias
            GOOD,Good,X,1.00,16,1

            A,,X,1.00,16,1
            B,"two
            lines",X,1.005,0.16,-1
            C,C,X,abc,101,1.5
            GOOD,Again,X,1,16,1
            ñ,N,X,1,16,1
            D,D,X,1
            "E",E,X,"1,250.00",16,1
            F,F,X,,16,
            """, "--apply", "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(count("products")).isZero();
        List<String> places = new ArrayList<>();
        run.json().path("errors").forEach(error -> places
                .add(error.path("line").asLong() + " " + error.path("column").asString("row")));
        assertThat(places).containsExactly("4 nombre", "5 nombre", "5 precio", "5 iva",
                "5 existencias", "7 precio", "7 iva", "7 existencias", "8 sku", "9 sku", "10 row",
                "12 precio");
        assertThat(run.json().path("applied").asBoolean()).isFalse();
    }

    @Test
    void a_new_product_needs_its_five_columns_and_a_known_one_only_its_sku() {
        run(MENU, "--apply");

        Run prices = run("sku;precio\r\nLATTE;59,90\r\nNEW;1\r\n", "--apply", "--json");

        assertThat(prices.code()).isEqualTo(1);
        assertThat(prices.json().path("errors")).hasSize(3);
        assertThat(product("LATTE").path("price").asLong()).isEqualTo(5500);
        assertThat(run("sku;precio\r\nLATTE;59,90\r\n", "--apply").code()).isZero();
        assertThat(product("LATTE").path("price").asLong()).isEqualTo(5990);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"55.00|5500", "55|5500", "55,5|5550", "$55.00|5500",
            "$ 1,250.00|125000", "1.250,00|125000", "1,250,000|125000000", "0|0",
            "9999999.99|999999999",
            "1 250.00|125000"})
    void a_price_is_read_as_people_write_it(String written, long minor) {
        String row = "sku;nombre;categoria;precio;iva\nX;X;X;" + written + ";16%\n";

        assertThat(run(row, "--json").json().at("/new/0/fields/price").asLong()).isEqualTo(minor);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1,250", "1.250", "-1", "1e3", "10000000", "1.2.3", "٣",
            "0x10", "NaN", "55.001"})
    void a_price_that_could_be_misread_is_refused(String written) {
        String row = "sku;nombre;categoria;precio;iva\nX;X;X;" + written + ";16\n";

        assertThat(run(row).code()).as(written).isEqualTo(1);
    }

    @Test
    void a_spreadsheets_file_is_read_as_it_comes() {
        String semicolons = "\uFEFF" + MENU.replace("\"Pase, de día\"", "Pase de día")
                .replace(",", ";").replace("\n", "\r\n").replace("55.00", "\"55,00\"")
                .replace("codigo_barras", "Código de Barras".replace(" de ", " "));

        assertThat(run(semicolons, "--apply").out()).contains("4 new", "Written.");
        assertThat(run(MENU.replace("Pase, de", "Pase de")).out()).contains("4 unchanged");
        Run latin = run(MENU, ISO_8859_1, "--charset", "ISO-8859-1");
        assertThat(latin.out()).contains("Pase de día → Pase, de día");
        Run mistaken = run(MENU, ISO_8859_1);
        assertThat(mistaken.code()).isEqualTo(1);
        assertThat(mistaken.out()).contains("! line 2: ", "--charset ISO-8859-1")
                .contains("0 new");
    }

    @Test
    void barcodes_may_be_swapped_but_not_stolen() {
        String head = "sku,nombre,categoria,precio,iva,codigo_barras\n";
        run(head + "A,A,X,1,0,111\nB,B,X,1,0,222\nC,C,X,1,0,333\n", "--apply");

        Run stolen = run("sku,codigo_barras\nA,333\n", "--apply");
        Run swapped = run("sku,codigo_barras\nA,222\nB,111\n", "--apply");

        assertThat(stolen.code()).isEqualTo(1);
        assertThat(stolen.out()).contains("\"333\" is of C");
        assertThat(swapped.code()).isZero();
        assertThat(product("A").path("barcode").asString()).isEqualTo("222");
        assertThat(product("B").path("barcode").asString()).isEqualTo("111");
    }

    @Test
    void wrong_usage_and_a_missing_database_have_their_exit_codes() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setURL("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=2");
        StringWriter err = new StringWriter();

        assertThat(command("import").code()).isEqualTo(2);
        assertThat(command("import", folder.resolve("none.csv").toString()).code()).isEqualTo(2);
        assertThat(command("import", "x", "--charset", "none").code()).isEqualTo(2);
        assertThat(run(MENU, "--location", "nowhere").code()).isEqualTo(2);
        assertThat(run("", "--apply").code()).isEqualTo(1);
        assertThat(run("sku,price\nA,1\n").out()).contains("line 1, price: is no column");
        assertThat(run("sku,nombre\nA,\"x\ny").code()).isEqualTo(1);
        assertThat(command("import", "--help").out()).contains("Exit codes", "codigo_barras");
        assertThat(new CommandLine(new ProductsCommand(() -> nowhere))
                .setErr(new PrintWriter(err)).execute("import", menu().toString())).isEqualTo(3);
        assertThat(err.toString()).contains("nothing was written");
    }

    private Path menu() {
        try {
            return Files.writeString(folder.resolve("menu.csv"), MENU);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void five_thousand_rows_take_seconds_and_two_at_once_do_not_meet() {
        String rows = IntStream.range(0, 5000)
                .mapToObj(i -> "SKU-" + i + ",Producto " + i + ",C,1.50,16," + i)
                .collect(Collectors.joining("\n", "sku,nombre,categoria,precio,iva,existencias\n",
                        ""));
        long start = System.nanoTime();
        List<Run> both = together(List.<Callable<Run>>of(() -> run(rows, "--apply"),
                () -> run(rows, "--apply")));
        double created = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        Run changed = run(rows.replace("1.50", "1.60"), "--apply", "--with-stock");
        double updated = (System.nanoTime() - start) / 1e9;

        System.out.printf("5 000 rows: two at once %.1f s, changed %.1f s%n", created, updated);
        assertThat(both).allMatch(run -> run.code() == 0)
                .anyMatch(run -> run.out().contains("5000 new"))
                .anyMatch(run -> run.out().contains("5000 unchanged"));
        assertThat(changed.out()).contains("5000 changed");
        assertThat(created + updated).isLessThan(20);
        assertStockIsTheSumOfMovements();
    }

    @Test
    void an_import_beside_busy_tills_loses_no_adjustment() {
        run(MENU, "--apply");
        String id = product("LATTE").path("id").asString();
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String price = i + ".00";
            calls.add(() -> adjust(id, "{\"delta\":1,\"reason\":\"x\"}").status() == 200 ? 0 : 9);
            if (i % 8 == 0) {
                calls.add(() -> run(MENU.replace("55.00", price), "--apply").code());
            }
        }

        assertThat(together(calls)).containsOnly(0);
        assertThat(product("LATTE").path("stock").asLong()).isEqualTo(80);
        assertStockIsTheSumOfMovements();
    }
}
