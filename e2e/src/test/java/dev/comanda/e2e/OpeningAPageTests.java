package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningAPageTests extends InABrowser {

    @Test
    void the_library_is_found_and_nothing_breaks_the_content_policy() {
        Response answer = page.navigate("/");

        assertThat(page.getByRole(AriaRole.HEADING)).hasText("Entrar");
        assertThat(answer.headerValue("content-security-policy")).contains("'sha256-")
                .doesNotContain("unsafe");
    }

    @Test
    void a_page_is_asked_for_each_time_and_sent_only_when_it_changed() {
        Response first = page.navigate("/js/main.js");
        assertThat(first.headerValue("cache-control")).isEqualTo("no-cache");

        APIResponse again = page.request().get("/js/main.js", RequestOptions.create()
                .setHeader("If-None-Match", first.headerValue("etag")));
        assertThat(again.status()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lang/es/counter.js", "release.js"})
    void a_page_whose_scripts_did_not_come_says_so_and_tries_again(String script) {
        loseOnce(script);
        page.navigate("/");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("se intenta otra vez");

        assertThat(page.getByLabel("Usuario")).isVisible();
    }

    @Test
    void a_page_of_which_no_script_came_can_be_loaded_again() {
        loseOnce("main.js");
        page.navigate("/");
        assertThat(page.getByText("La página aún no llega")).isVisible();

        page.getByText("Cargar otra vez").click();
        assertThat(page.getByLabel("Usuario")).isVisible();
        assertThat(page.getByText("La página aún no llega")).hasCount(0);
    }

    private void loseOnce(String script) {
        AtomicInteger lost = new AtomicInteger();
        page = browser.newPage(); // nobody listens to what it complains of
        page.route("**/js/" + script, route -> {
            if (lost.getAndIncrement() == 0) {
                route.abort();
            } else {
                route.resume();
            }
        });
    }

    @Test
    void an_operator_at_the_counter_is_shown_the_way_to_the_status_page() {
        shop.staff("olga", "operator", "un vaso de agua fria");
        page.navigate("/");
        page.getByLabel("Usuario").fill("olga");
        page.getByLabel("Contraseña").fill("un vaso de agua fria");
        page.getByText("Otra sucursal").click();
        page.getByLabel("Código de la sucursal").fill(shop.code());
        page.keyboard().press("Enter");

        assertThat(page.getByText("Esta página no es para tu rol (Operación)")).isVisible();
        assertThat(page.getByLabel("Buscar producto")).hasCount(0);
        page.getByText("Ir a Estado").click();
        assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Estado");
    }

    @Test
    void a_screen_at_the_counter_is_shown_the_way_to_the_wall() {
        page.navigate("/wall");
        page.locator("#token").fill("of a screen that was revoked");
        page.keyboard().press("Enter");
        page.navigate("/");

        page.getByText("Ir a Pantalla de pared").click();
        assertThat(page.locator("#token")).isVisible();
    }

    @Test
    void what_a_problem_means_can_be_read() {
        page.navigate("/problems/out-of-stock");

        assertThat(page.getByRole(AriaRole.HEADING)).hasText("out-of-stock");
    }
}
