package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prices and stock that others change, while the counter is open. */
class SeeingWhatOthersChangeTests extends InABrowser {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private CounterPage counter;

    @BeforeEach
    void standAtTheCounter() {
        page.onWebSocket(socket -> socket.onFrameReceived(frame -> told.add(String.valueOf(
                frame.text()))));
        shop.product("TARTA", "Tarta", "Panadería", 9000, 3);
        counter = new CounterPage(page).open("/").signIn("admin", Server.PASSWORD, shop.code());
        assertThat(tile("Tarta")).containsText("Quedan 3");
    }

    @Test
    void what_is_sold_elsewhere_is_sold_out_here_and_the_cart_says_what_is_left() {
        counter.tap("Tarta").tap("Tarta");
        shop.sell("TARTA", 2);
        assertThat(tile("Tarta")).containsText("Queda 1");
        assertThat(counter.lines()).containsText("Queda 1");

        shop.sell("TARTA", 1);
        assertThat(tile("Tarta")).isDisabled();
        assertThat(tile("Tarta")).containsText("Agotado");
        assertThat(counter.lines()).containsText("Agotado");
    }

    @Test
    void a_new_price_is_on_the_tile_and_the_cart_says_what_it_was() {
        counter.tap("Latte").tap("Tarta");
        assertThat(counter.total()).hasText("$145.00");
        shop.reprice("LATTE", 5800);

        assertThat(tile("Latte")).containsText("$58.00");
        assertThat(page.locator(".repriced"))
                .hasText("Cambió el precio de Latte: antes $55.00, ahora $58.00.");
        assertThat(counter.total()).hasText("$148.00");
        shop.reprice("LATTE", 5500);
        assertThat(page.locator(".repriced")).isHidden();
        assertThat(counter.total()).hasText("$145.00");
    }

    @Test
    void what_a_customer_is_paying_keeps_its_total_until_the_cashier_goes_back() {
        counter.tap("Latte").charge();
        assertThat(counter.payButton()).hasText("Pagar $55.00");
        shop.reprice("LATTE", 5800);
        page.waitForCondition(() -> told.stream().anyMatch(frame -> frame.contains("5800")));
        page.evaluate("() => new Promise(requestAnimationFrame)");
        assertThat(counter.payButton()).hasText("Pagar $55.00");

        counter.button("Volver a la venta").click();
        assertThat(counter.total()).hasText("$58.00");
        assertThat(page.locator(".repriced")).containsText("antes $55.00");
    }

    @Test
    void products_come_and_go() {
        shop.product("NUEVO", "Nuevo", "Novedades", 1000, 50);
        assertThat(tile("Nuevo")).isVisible();
        assertThat(counter.button("Novedades")).isVisible();
        counter.search().fill("nuevo");
        assertThat(page.locator(".tile")).hasCount(1);

        shop.retire("NUEVO");
        assertThat(page.locator(".tile")).hasCount(0);
        assertThat(counter.button("Novedades")).hasCount(0);
    }

    @Test
    void the_focus_is_not_lost_with_what_had_it() {
        shop.product("JUGO", "Jugo de naranja", "Zumos", 5200, 50);
        counter.button("Zumos").focus();
        assertThat(counter.button("Zumos")).isFocused();
        shop.retire("JUGO");

        assertThat(counter.button("Zumos")).hasCount(0);
        assertThat(counter.search()).isFocused();
    }

    /** 300 changes one after the other: each is put in its place, and few are drawn. */
    @Test
    void what_an_import_changes_is_as_if_it_had_been_read_anew() {
        page.addInitScript("""
            (() => {
              const { prototype } = Intl.Collator;
              const { get } = Object.getOwnPropertyDescriptor(prototype, 'compare');
              window.compared = 0;
              Object.defineProperty(prototype, 'compare', { get() {
                const compare = get.call(this);
                return (one, other) => { compared++; return compare(one, other); };
              } });
            })()""");
        page.navigate("/icon.svg");
        String ends = (String) page.evaluate("""
            async () => {
              const [{ Catalog }, { Shelf }] = await Promise.all([
                import('/js/counter/catalog.js'), import('/js/counter/shelf.js')]);
              const product = n => ({ id: `id-${n}`, sku: `SKU-${n}`, barcode: `750${n}`,
                name: `Producto ${n * 7919 % 1000}`, category: `C ${n % 12}`, active: true });
              const all = Array.from({ length: 1300 }, (_, n) => product(n));
              const shelf = new Shelf({ session: {} }, { run: async () => {} }, () => {});
              let drawn = 0;
              shelf.addEventListener('change', () => drawn++);
              shelf.catalog.fill(all.slice(0, 1000));
              const before = compared;
              const changed = all.map((each, n) => n < 1000 ? each
                  : { ...each, active: n % 10 !== 0 }).map((each, n) => n % 20 !== 0 ? each
                  : { ...each, name: `Otro ${n}`, category: `D ${n % 3}`, barcode: null });
              const told = changed.filter((each, n) => n >= 1000 || each !== all[n]);
              told.forEach(data =>
                shelf.changed(null, { type: 'product.changed', data }));
              const perChange = (compared - before) / told.length;
              const atOnce = drawn;
              await new Promise(end => {
                shelf.addEventListener('change', end);
                AbortSignal.timeout(10_000).onabort = end; // nothing is drawn any more
              });
              const anew = new Catalog();
              anew.fill(changed.filter(({ active }) => active));
              const wrong = changed.flatMap(({ sku }, n) => [sku, `750${n}`]).filter(code =>
                anew.byCode(code)?.id !== shelf.catalog.byCode(code)?.id);
              const shown = ({ products, categories }) => [products.map(({ id }) => id),
                categories].join();
              return [wrong.join(), shown(anew) === shown(shelf.catalog), atOnce, drawn,
                perChange < 60].join(' ');
            }""");

        assertThat(ends).isEqualTo(" true 1 2 true");
    }

    private Locator tile(String product) {
        return page.locator(".tile").filter(new Locator.FilterOptions().setHasText(product));
    }
}
