package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The network breaks, or the tab dies, while a guest of the room pays. */
class NotKnowingWhetherAGuestPaidTests extends InABrowser {

    private Proxy network;
    private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
    private RoomPage room;

    @BeforeEach
    void charge() {
        shop.room();
        network = new Proxy(Server.shared());
        network.faults(call -> call.path().endsWith("/checkout") || call.isOrder()
                ? fault.get()
                : Fault.NONE);
        room = new RoomPage(page).open(network.uri() + "/coworking")
                .signIn("admin", Server.PASSWORD, shop.code()).start("M4");
        room.button("Cobrar").click();
        assertThat(room.payButton()).hasText("Pagar $58.00");
    }

    @AfterEach
    void leave() {
        network.close();
    }

    @Test
    void nothing_else_is_done_until_it_is_known() {
        fault.set(Fault.DROP_ANSWER);
        room.payButton().click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("No cobres otra vez");
        page.keyboard().press("Escape");
        page.keyboard().press("F9");
        assertThat(room.button("Comprobar ahora")).isVisible();

        fault.set(Fault.NONE);
        room.pressIfThere("Comprobar ahora");
        String receipt = room.receiptNumber();
        assertThat(shop.orders()).hasSize(1);
        assertThat(shop.orders().getFirst().path("receiptNumber").asString()).isEqualTo(receipt);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "DROP_ANSWER", "CUT_CALL", "LATE"})
    void a_tab_that_was_killed_is_opened_again_and_nobody_pays_twice(Fault broken) {
        fault.set(broken);
        room.payButton().click();
        page.waitForCondition(() -> network.calls().stream().anyMatch(
                call -> call.path().endsWith("/checkout")));
        page.close();
        network.faults(call -> call.path().endsWith("/checkout") ? broken : Fault.NONE);
        page = newPage(browser);
        room = new RoomPage(page).open(network.uri() + "/coworking").ready();

        if (broken == Fault.CUT_CALL) { // it had not arrived: the guest is still there
            page.waitForCondition(() -> network.calls().stream().anyMatch(
                    call -> call.path().contains("/by-key")));
            assertThat(room.notice()).hasCount(0);
            network.mend();
            room.touch("M4").button("Cobrar").click();
            room.payButton().click();
            room.receiptNumber();
        }
        assertThat(page.locator("[data-seat=M4].free")).isVisible();
        assertThat(page.locator(".seat.unpaid")).hasCount(0);
        assertThat(shop.orders()).hasSize(1);
        assertThat(shop.orders().getFirst().path("total").asLong()).isEqualTo(5800);
    }
}
