package dev.comanda.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImportingProductsTests extends AtTheCommandLine {

    @Test
    void without_apply_it_only_shows_what_would_change() {
        Run dry = run(MENU);

        assertThat(dry.code()).isZero();
        assertThat(dry.out()).contains("+ LATTE", "precio 55.00; iva 16 %; existencias 40",
                "4 new, 0 changed, 0 unchanged, 0 errors", "dry run");
        assertThat(shop.count("products")).isZero();
        assertThat(shop.count("all_events")).isZero();
    }

    @Test
    void what_was_applied_is_unchanged_the_second_time() {
        Run first = run(MENU, "--apply");
        long events = shop.count("all_events");
        Run second = run(MENU, "--apply", "--with-stock");

        assertThat(List.of(first.code(), second.code())).containsOnly(0);
        assertThat(first.out()).contains("4 new", "Written.");
        assertThat(second.out()).contains("0 new, 0 changed, 4 unchanged");
        assertThat(events).isEqualTo(4);
        assertThat(shop.count("all_events")).isEqualTo(events);
        assertThat(product("AGUA").toString()).contains("\"price\":2250", "\"stock\":144",
                "\"barcode\":\"7501055303137\"", "\"version\":1");
        assertThat(product("PASE").path("name").asString()).isEqualTo("Pase, de día");
        assertThat(product("PASE").path("stock").isNull()).isTrue();
    }

    @Test
    void a_changed_file_changes_field_by_field_and_leaves_the_stock() {
        run(MENU, "--apply");
        String later = MENU.replace("55.00,16,40", "58.00,16,999").replace("Pan dulce", "Concha")
                .replace("7501055303137", "");

        Run run = run(later, "--apply");

        assertThat(run.out()).contains("~ LATTE            precio 55.00 → 58.00\n",
                "~ PAN              nombre Pan dulce → Concha\n",
                "~ AGUA             codigo_barras 7501055303137 → –\n",
                "3 changed, 1 unchanged");
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
        assertThat(shop.jdbc().sql("""
            SELECT quantity FROM stock_movements
             WHERE location_id = :location AND kind = 'import' ORDER BY quantity
            """).param("location", shop.id()).query(Long.class).list()).containsExactly(-5L, 7L);
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
    void two_imports_of_five_thousand_rows_at_once_do_not_meet() {
        String rows = IntStream.range(0, 5000)
                .mapToObj(i -> "SKU-" + i + ",Producto " + i + ",C,1.50,16," + i)
                .collect(Collectors.joining("\n", "sku,nombre,categoria,precio,iva,existencias\n",
                        ""));
        List<Run> both = Together.all(2, _ -> run(rows, "--apply"));
        Run changed = run(rows.replace("1.50", "1.60"), "--apply", "--with-stock");

        assertThat(both).allMatch(run -> run.code() == 0)
                .anyMatch(run -> run.out().contains("5000 new"))
                .anyMatch(run -> run.out().contains("5000 unchanged"));
        assertThat(changed.out()).contains("5000 changed");
    }

    @Test
    void an_import_beside_busy_tills_loses_no_adjustment() {
        run(MENU, "--apply");
        String id = product("LATTE").path("id").asString();
        List<Supplier<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String price = i + ".00";
            calls.add(() -> adjust(id, "{\"delta\":1,\"reason\":\"x\"}").status() == 200 ? 0 : 9);
            if (i % 8 == 0) {
                calls.add(() -> run(MENU.replace("55.00", price), "--apply").code());
            }
        }

        assertThat(Together.all(calls.size(), i -> calls.get(i).get())).containsOnly(0);
        assertThat(product("LATTE").path("stock").asLong()).isEqualTo(80);
    }
}
