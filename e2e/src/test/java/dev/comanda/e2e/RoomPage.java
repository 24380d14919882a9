package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The coworking page as a cashier sees it. */
record RoomPage(Page page) {

    RoomPage open(String url) {
        page.navigate(url);
        return this;
    }

    RoomPage signIn(String username, String password, String location) {
        page.getByLabel("Usuario").fill(username);
        page.getByLabel("Contraseña").fill(password);
        page.getByText("Otra sucursal").click();
        page.getByLabel("Código de la sucursal").fill(location);
        button("Entrar").click();
        return ready();
    }

    /** It is known who is there. */
    RoomPage ready() {
        assertThat(page.locator(".tally")).containsText("de 9");
        assertThat(standing()).hasText("En línea");
        return this;
    }

    Locator seat(String code) {
        return page.locator("[data-seat=" + code + "]");
    }

    RoomPage touch(String code) {
        seat(code).click();
        return this;
    }

    /** Two touches. */
    RoomPage start(String code) {
        touch(code);
        button("Empezar").click();
        assertThat(seat(code)).hasClass(java.util.regex.Pattern.compile(".*taken.*"));
        return this;
    }

    Locator guest() {
        return page.locator("section.guest");
    }

    Locator total() {
        return page.locator(".guest .total output");
    }

    Locator payButton() {
        return page.locator("#pay");
    }

    Locator notice() {
        return page.locator(".notice");
    }

    Locator standing() {
        return page.locator(".standing [role=status]");
    }

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
