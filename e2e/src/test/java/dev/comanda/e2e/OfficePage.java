package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The pages of managers and operators: by labels and names, in Spanish. */
record OfficePage(Page page) implements SignedInPage {

    OfficePage open(String url, Shop shop) {
        return open(url, shop, "admin", Server.PASSWORD);
    }

    OfficePage open(String url, Shop shop, String username, String password) {
        page.navigate(url);
        knock(username, password, shop.code());
        assertThat(heading()).isFocused();
        return this;
    }

    Locator heading() {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }

    OfficePage section(String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name)).click();
        assertThat(heading()).hasText(name);
        assertThat(heading()).isFocused();
        return this;
    }

    /** By its whole name: the lists of an office say much that begins alike. */
    @Override
    public Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)
                .setExact(true)).first();
    }

    /** The sheet that lies over the page. */
    Locator sheet() {
        return page.getByRole(AriaRole.DIALOG);
    }

    Locator field(String label) {
        return sheet().getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
    }

    OfficePage type(String label, String text) {
        field(label).fill(text);
        return this;
    }

    OfficePage choose(String label, String choice) {
        field(label).selectOption(choice);
        return this;
    }

    /** Sends the sheet, which may stay with what is wrong in it. */
    OfficePage send() {
        sheet().locator("footer .primary").click();
        return this;
    }

    /** Sends the sheet, and it is done. */
    OfficePage done(String notice) {
        send();
        assertThat(page.locator(".notice.good")).containsText(notice);
        assertThat(sheet()).isHidden();
        return this;
    }

    Locator row(String text) {
        return page.locator(".list tbody tr").filter(new Locator.FilterOptions().setHasText(text));
    }

    /** What stands under a field that is wrong. */
    Locator complaint(String name) {
        return page.locator("[id='f-" + name + "-below'].wrong");
    }
}
