package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;

/** The coworking page as a cashier sees it. */
record RoomPage(Page page) implements SignedInPage {

    RoomPage open(String url) {
        page.navigate(url);
        return this;
    }

    RoomPage signIn(String username, String password, String location) {
        knock(username, password, location);
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
        assertThat(seat(code)).hasClass(Pattern.compile(".*taken.*"));
        return this;
    }

    /** It is known what a guest can have. */
    RoomPage stocked() {
        assertThat(page.locator(".adding .chip").first()).isVisible();
        return this;
    }

    Locator guest() {
        return page.locator("section.guest");
    }

    Locator total() {
        return page.locator(".guest .total output");
    }
}
