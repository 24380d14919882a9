package dev.comanda.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

class ReadingAProductFileTests extends AtTheCommandLine {

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
        assertThat(shop.count("products")).isZero();
        List<String> places = new ArrayList<>();
        run.json().path("errors").forEach(error -> places
                .add(error.path("line").asLong() + " " + error.path("column").asString("row")));
        assertThat(places).containsExactly("4 nombre", "5 nombre", "5 precio", "5 iva",
                "5 existencias", "7 precio", "7 iva", "7 existencias", "8 sku", "9 sku", "10 row",
                "12 precio");
        assertThat(run.json().path("applied").asBoolean()).isFalse();
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
    void wrong_usage_and_a_missing_database_have_their_exit_codes() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setURL("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=2");

        assertThat(command("import").code()).isEqualTo(2);
        assertThat(command("import", folder.resolve("none.csv").toString()).code()).isEqualTo(2);
        assertThat(command("import", "x", "--charset", "none").code()).isEqualTo(2);
        assertThat(run(MENU, "--location", "nowhere").code()).isEqualTo(2);
        assertThat(run("", "--apply").code()).isEqualTo(1);
        assertThat(run("sku,price\nA,1\n").out()).contains("line 1, price: is no column");
        assertThat(run("sku,nombre\nA,\"x\ny").code()).isEqualTo(1);
        assertThat(command("import", "--help").out()).contains("Exit codes", "codigo_barras");
        Operator unheard = Operator.runs(new ProductsCommand(() -> nowhere), "import",
                menu().toString());
        assertThat(unheard.code()).isEqualTo(3);
        assertThat(unheard.err()).contains("Nobody answers", "DATABASE_URL");
    }

    private Path menu() {
        try {
            return Files.writeString(folder.resolve("menu.csv"), MENU);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
