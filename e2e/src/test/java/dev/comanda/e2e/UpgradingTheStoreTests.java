package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a browser keeps was written by another release of the page than the one that reads it. */
class UpgradingTheStoreTests extends InABrowser {

    private CounterPage counter;

    @BeforeEach
    void signIn() {
        counter = new CounterPage(page).open("/").signIn("admin", Server.PASSWORD, shop.code());
    }

    @Test
    void a_sale_that_the_first_release_had_under_way_is_settled() {
        page.navigate("/icon.svg");
        page.evaluate("""
            async location => {
              const order = { register: 'R1', lines: [{ sku: 'LATTE', quantity: 1 }],
                tenders: [{ method: 'cash' }], expectedTotal: 5500 };
              const { token } = JSON.parse(localStorage['comanda.session']);
              await fetch('/api/orders', { method: 'POST', body: JSON.stringify(order),
                headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json',
                  'Idempotency-Key': 'of-the-first-release' } });
              await new Promise(done => { indexedDB.deleteDatabase('comanda').onsuccess = done; });
              await new Promise(done => {
                const opening = indexedDB.open('comanda', 1);
                opening.onupgradeneeded = () => opening.result
                    .createObjectStore('sales', { keyPath: 'key' })
                    .put({ key: 'of-the-first-release', order, location, format: 1 });
                opening.onsuccess = () => { opening.result.close(); done(); };
              });
            }""", shop.code());
        counter.open("/");

        assertThat(counter.notice()).containsText("La venta anterior sí se cobró: R1-000001");
        assertThat(shop.orders()).hasSize(1);
    }

    @Test
    void what_a_later_release_kept_stays_in_sight_and_the_rest_goes_on() {
        page.navigate("/icon.svg");
        page.evaluate("""
            async location => {
              await new Promise(done => { indexedDB.deleteDatabase('comanda').onsuccess = done; });
              const order = { register: 'R1', lines: [{ sku: 'LATTE', quantity: 1 }],
                tenders: [{ method: 'cash' }], expectedTotal: 5500 };
              const receipt = { lines: [{ sku: 'LATTE', name: 'Latte', quantity: 1 }], total: 5500,
                placedAt: new Date().toISOString() };
              await new Promise(done => {
                const opening = indexedDB.open('comanda', 9);
                opening.onupgradeneeded = () => {
                  const { result } = opening;
                  result.createObjectStore('of-a-later-release');
                  result.createObjectStore('sales', { keyPath: 'key' });
                  const queue = result.createObjectStore('queue',
                      { keyPath: 'place', autoIncrement: true });
                  queue.put({ key: 'later00', parcel: 'unknown here', location, format: 2 });
                  queue.put({ key: 'known00', order, receipt, location, soldBy: 'admin',
                    state: 'waiting', format: 1 });
                };
                opening.onsuccess = () => { opening.result.close(); done(); };
              });
            }""", shop.code());
        counter.open("/");
        counter.button("Pendientes").click();

        assertThat(page.locator(".sale").nth(0)).containsText("Recarga para enviarla");
        assertThat(page.locator(".sale").nth(1)).containsText("R1-000001");
        assertThat(shop.orders()).hasSize(1);
        counter.button("Vender").click();
        counter.tap("Espresso").charge().pay().receiptNumber();
    }
}
