package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** What the pages behind the door have in common: by labels and names, in Spanish. */
interface SignedInPage {

    Page page();

    /** At the door; the page that opens then is waited for by whoever knows it. */
    default void knock(String username, String password, String location) {
        page().getByLabel("Usuario").fill(username);
        page().getByLabel("Contraseña").fill(password);
        page().getByText("Otra sucursal").click();
        page().getByLabel("Código de la sucursal").fill(location);
        button("Entrar").click();
    }

    default Locator button(String name) {
        return page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first();
    }

    /** Presses what the page may press by itself meanwhile, so that it is gone. */
    default void pressIfThere(String name) {
        page().evaluate("""
            name => [...document.querySelectorAll('button')]
              .find(button => button.textContent.trim() === name)?.click()""", name);
    }

    default Locator payButton() {
        return page().locator("#pay");
    }

    default Locator notice() {
        return page().locator(".notice");
    }

    /** Whether the server is there, in words. */
    default Locator standing() {
        return page().locator(".standing [role=status]");
    }

    /** The number of the receipt, which stands there once the sale is an order. */
    default String receiptNumber() {
        Locator title = page().locator(".done h2");
        assertThat(title).containsText("R1-");
        return title.textContent().replaceAll(".*(R1-\\d+).*", "$1");
    }
}
