package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** The counter as a cashier sees it: by labels and names, in Spanish. */
record CounterPage(Page page) implements SignedInPage {

    CounterPage open(String url) {
        page.navigate(url);
        return this;
    }

    CounterPage signIn(String username, String password, String location) {
        knock(username, password, location);
        return inside();
    }

    CounterPage signInByPin(String username, String pin) {
        page.getByLabel("Usuario").fill(username);
        page.getByLabel("PIN", new Page.GetByLabelOptions().setExact(true)).fill(pin);
        return enter();
    }

    CounterPage enter() {
        button("Entrar").click();
        return inside();
    }

    private CounterPage inside() {
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

    Locator lines() {
        return page.locator(".ticket .line");
    }

    Locator total() {
        return page.locator(".ticket .total output");
    }
}
