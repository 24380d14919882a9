package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A restore puts another past under the screens that are open, and housekeeping forgets what they
 * missed: each of them finds out and shows what is, without a hand.
 */
@Isolated("each screen of the server hears of another database")
class FindingAnotherDatabaseTests extends InABrowser {

    private static final int GONE = 410;

    private final List<String> gone = new CopyOnWriteArrayList<>();
    private Proxy network;
    private RoomPage room;
    private BrowserContext hall;
    private Page wall;
    private String session;

    @BeforeEach
    void open() {
        super.open();
        shop.room();
        session = shop.seat("M1", "Ana");
        network = new Proxy(Server.shared());
        room = new RoomPage(page).open(network.uri() + "/coworking").signIn("admin",
                Server.PASSWORD, shop.code());
        hall = newBrowser();
        wall = newPage(hall);
        wall.navigate(network.uri() + "/wall");
        wall.getByLabel("Clave de la pantalla").fill(shop.post("/api/devices",
                Map.of("kind", "screen", "name", "Pared")).path("token").asString());
        wall.keyboard().press("Enter");
        for (Page screen : List.of(page, wall)) {
            screen.onResponse(answer -> {
                if (answer.status() == GONE) {
                    gone.add(answer.url());
                }
            });
            assertThat(seat(screen, "M1")).containsText("Ana");
            assertThat(screen.locator(".standing [role=status]")).hasText("En línea");
        }
    }

    @AfterEach
    void close() {
        hall.close();
        network.close();
        super.close();
    }

    @Test
    void after_a_restore_every_open_screen_shows_what_the_database_has_now() {
        restore("Zoe");
        for (Page screen : List.of(page, wall)) {
            assertThat(seat(screen, "M1")).containsText("Zoe");
            assertThat(screen.locator(".standing [role=status]")).hasText("En línea");
        }

        room.start("M2");
        assertThat(seat(wall, "M2")).containsText("Invitado");
        assertThat(gone).isEmpty();
    }

    @Test
    void a_restore_while_a_screen_was_cut_off_is_found_when_it_comes_back() {
        cut();
        restore("Zoe");
        shop.seat("M2", "Beto");
        network.mend();

        for (Page screen : List.of(page, wall)) {
            assertThat(seat(screen, "M1")).containsText("Zoe");
            assertThat(seat(screen, "M2")).containsText("Beto");
        }
    }

    @Test
    void who_missed_what_is_forgotten_by_now_takes_the_whole_state() {
        cut();
        shop.seat("M2", "Beto");
        shop.extra(session, "LATTE");
        assertThat(shop.get("/api/topics/" + shop.code() + ".coworking/events?after=2&wait=25")
                .path("events").get(0).path("seq").asLong()).isEqualTo(3);
        shop.sql("SELECT prune_events(now() + interval '1 day', 1000000)");
        network.mend();

        for (Page screen : List.of(page, wall)) {
            assertThat(seat(screen, "M2")).containsText("Beto");
            assertThat(seat(screen, "M1")).containsText("$113.00");
        }
        assertThat(gone).hasSizeGreaterThanOrEqualTo(2).allMatch(url -> url.contains("/events"));
    }

    /** Another guest sits there, and no event says so: the log is another one. */
    private void restore(String guest) {
        shop.sql("UPDATE coworking_sessions SET guest_name = ? WHERE id = ?::uuid", guest, session);
        shop.sql("SELECT renew_epochs()");
    }

    private void cut() {
        network.cut();
        network.hangUp();
        for (Page screen : List.of(page, wall)) {
            assertThat(screen.locator(".standing [role=status]")).not().hasText("En línea");
        }
    }

    private static Locator seat(Page screen, String code) {
        return screen.locator("[data-seat=" + code + "]");
    }
}
