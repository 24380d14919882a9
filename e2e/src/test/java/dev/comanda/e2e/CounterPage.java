package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The counter as a cashier sees it: by labels and names, in Spanish. */
record CounterPage(Page page) {

    CounterPage open(String url) {
        page.navigate(url);
        return this;
    }

    CounterPage signIn(String username, String password, String location) {
        page.getByLabel("Usuario").fill(username);
        page.getByLabel("Contraseña").fill(password);
        page.getByText("Otra sucursal").click();
        page.getByLabel("Código de la sucursal").fill(location);
        return enter();
    }

    CounterPage signInByPin(String username, String pin) {
        page.getByLabel("Usuario").fill(username);
        page.getByLabel("PIN", new Page.GetByLabelOptions().setExact(true)).fill(pin);
        return enter();
    }

    CounterPage enter() {
        button("Entrar").click();
        assertThat(search()).isFocused();
        return this;
    }

    Locator search() {
        return page.getByLabel("Buscar producto");
    }

    CounterPage tap(String product) {
        page.locator(".tile").filter(new Locator.FilterOptions()
                .setHas(page.getByText(product, new Page.GetByTextOptions().setExact(true))))
                .click();
        return this;
    }

    /** Goes to the payment, once the price is known. */
    CounterPage charge() {
        button("Cobrar").click();
        return this;
    }

    CounterPage pay() {
        payButton().click();
        return this;
    }

    Locator payButton() {
        return page.locator("#pay");
    }

    Locator lines() {
        return page.locator(".ticket .line");
    }

    Locator total() {
        return page.locator(".ticket .total output");
    }

    Locator notice() {
        return page.locator(".notice");
    }

    /** The number of the receipt, which stands there once the sale is an order. */
    String receiptNumber() {
        Locator title = page.locator(".done h2");
        assertThat(title).containsText("R1-");
        return title.textContent().replaceAll(".*(R1-\\d+).*", "$1");
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first();
    }
}
