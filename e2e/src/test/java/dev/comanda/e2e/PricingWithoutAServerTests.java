package dev.comanda.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** js/pricing.js says what the server would say. */
class PricingWithoutAServerTests extends InABrowser {

    private static final long SEED = Long.getLong("pricing.seed", System.nanoTime() % 1_000_000);

    @Test
    void the_published_vectors_hold() throws IOException {
        page.navigate("/");
        Object wrong = page.evaluate("""
            async text => {
              const { price } = await import('/js/pricing.js');
              const wrong = [];
              const { vectors } = JSON.parse(text);
              for (const { name, location, products, cart, expect, repeatLines = 1 } of vectors) {
                const lines = Array(repeatLines).fill(cart.lines).flat();
                const { quote } = price({ ...cart, lines },
                    { ...location, product: sku => products.find(each => each.sku === sku) });
                const wanted = { ...expect,
                  lines: Array(repeatLines).fill(expect.lines ?? []).flat() };
                for (const part of ['subtotal', 'discount', 'tax', 'tip', 'total']) {
                  if (part in wanted && quote[part] !== wanted[part]) {
                    wrong.push(`${name}: ${part} ${quote[part]}`);
                  }
                }
                wanted.lines.forEach((line, index) => {
                  for (const [part, value] of Object.entries(line)) {
                    if (quote.lines[index][part] !== value) {
                      wrong.push(`${name}: ${index} ${part} ${quote.lines[index][part]}`);
                    }
                  }
                });
              }
              return [vectors.length, ...wrong];
            }""", Files.readString(Path.of("../docs/vectors/pricing.json")));

        assertThat((List<?>) wrong).hasSize(1).first().isNotEqualTo(0);
    }

    @Test
    void any_cart_costs_what_the_server_asks() {
        System.out.println("pricing.seed=" + SEED);
        page.navigate("/");
        Object wrong = page.evaluate("""
            async ({ seed, password, location }) => {
              const [{ Api }, { price }] = await Promise.all([
                import('/js/api.js'), import('/js/pricing.js')]);
              const api = new Api();
              await api.signIn({ username: 'admin', password, location });
              const { products } = (await api.get('/api/products')).body;
              const shop = (await api.get('/api/locations')).body.items
                  .find(each => each.code === location);
              let state = seed;
              const any = n => {
                state = (state * 1103515245 + 12345) % 2147483648;
                return Math.floor(state / 2147483648 * n);
              };
              const share = most => [undefined, { amount: any(most) },
                { percentBp: any(3001) }][any(3)];
              const wrong = [];
              for (let trial = 0; trial < 120; trial++) {
                const cart = { register: 'R1', discount: share(3000), tip: share(5000),
                  lines: Array.from({ length: 1 + any(5) }, () => ({
                    sku: products[any(products.length)].sku, quantity: 1 + any(9),
                    discount: share(3000) })) };
                const { body, slug } = await api.post('/api/orders/quote', cart);
                const here = price(cart,
                    { ...shop, product: sku => products.find(each => each.sku === sku) });
                const plain = quote => quote && JSON.stringify([quote.subtotal, quote.discount,
                  quote.tax, quote.tip, quote.total, quote.approvals, quote.lines.map(line =>
                    [line.sku, line.discount, line.orderDiscount, line.tax, line.total])]);
                if (slug !== (here.refusal ?? '') || (!slug && plain(body) !== plain(here.quote))) {
                  wrong.push(JSON.stringify(cart), slug, plain(here.quote));
                }
              }
              return wrong.join();
            }""", Map.of("seed", (int) SEED, "password", Server.PASSWORD, "location", shop.code()));

        assertThat((String) wrong).as("pricing.seed=%d", SEED).isEmpty();
    }
}
