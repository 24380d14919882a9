package dev.comanda.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was sold: found again, printed again, taken back. */
class LookingBackTests extends InABrowser {

    private static final Pattern BOX = Pattern.compile(
            "/MediaBox \\[0 0 ([\\d.]+) ([\\d.]+)]");
    private static final double POINTS_PER_MM = 72 / 25.4;

    private CounterPage counter;

    @BeforeEach
    void sellTwice() {
        shop.sell("LATTE", 1);
        shop.sell("ESPRESSO", 2);
        counter = new CounterPage(page).open("/").signIn("admin", Server.PASSWORD, shop.code());
    }

    @Test
    void a_sale_is_found_by_its_receipt_and_printed_as_a_copy() {
        orders();
        page.getByLabel("Recibo o cliente").fill("r2-1");
        assertThat(rows()).hasCount(1);
        counter.button("R2-000001").click();
        assertThat(receipt()).containsText("Copia");
        assertThat(receipt()).containsText("55.00");

        counter.button("Reimprimir copia").click();
        assertThat(page.locator("#paper")).containsText("Copia");
        assertThat(page.locator("#paper")).containsText("R2-000001");
    }

    @Test
    void a_days_sales_stand_there_once_whichever_answer_comes_last() {
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route("**/api/orders?day=*", route -> {
            if (held.isEmpty()) {
                held.add(route);
            } else {
                route.resume();
            }
        });
        counter.button("Ventas").click();
        page.waitForCondition(() -> held.size() == 1);
        String today = day().inputValue();
        day().fill("2026-01-15");
        day().fill(today);
        assertThat(rows()).hasCount(2);
        answer(held.getFirst());

        assertThat(rows()).hasCount(2);
    }

    @Test
    void a_sale_is_taken_back_with_a_reason() {
        orders();
        counter.button("R2-000002").click();
        page.getByText("Anular esta venta").click();
        page.getByLabel("Motivo").fill("se equivocó de mesa");
        counter.button("Anular").click();

        assertThat(counter.notice()).containsText("R2-000002 quedó anulada");
        assertThat(receipt()).containsText("Anulada");
        assertThat(shop.orders().getFirst().path("status").asString()).isEqualTo("voided");
        assertThat(shop.orders().getFirst().path("voidReason").asString())
                .isEqualTo("se equivocó de mesa");
    }

    @Test
    void a_cashier_needs_a_managers_pin_to_take_a_sale_back() {
        shop.staff("beto", "cashier", "un vaso de agua fria");
        shop.pin("eva", "manager", "271828");
        counter.button("admin").click();
        counter.button("Salir").click();
        page.getByLabel("Usuario").fill("beto");
        page.getByLabel("Contraseña").fill("un vaso de agua fria");
        counter.enter();
        orders();
        counter.button("R2-000002").click();
        page.getByText("Anular esta venta").click();
        page.getByLabel("Motivo").fill("devuelto");
        page.getByLabel("Usuario de quien autoriza").fill("eva");
        page.getByLabel("PIN").fill("111111");
        counter.button("Anular").click();
        assertThat(page.locator(".notice.bad")).isVisible();

        page.getByLabel("PIN").fill("271828");
        counter.button("Anular").click();
        assertThat(page.locator(".notice.good")).isVisible();
        assertThat(shop.orders().getFirst().path("status").asString()).isEqualTo("voided");
    }

    @ParameterizedTest
    @CsvSource({"80", "58"})
    void a_receipt_fits_the_roll_and_is_one_page(int width) {
        if (width == 58) {
            counter.button("admin").click();
            counter.button("Papel de 80 mm").click();
            page.keyboard().press("Escape");
        }
        orders();
        counter.button("R2-000001").click();
        counter.button("Reimprimir copia").click();
        String pdf = new String(page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true)),
                ISO_8859_1);

        Matcher box = BOX.matcher(pdf);
        assertThat(box.find()).isTrue();
        assertThat(Math.round(Double.parseDouble(box.group(1)) / POINTS_PER_MM)).isEqualTo(width);
        assertThat(Double.parseDouble(box.group(2)) / POINTS_PER_MM).isBetween(40.0, 150.0);
        assertThat(pdf.split("/Type /Page\\b", -1)).hasSize(2);
    }

    private void orders() {
        counter.button("Ventas").click();
        assertThat(rows()).hasCount(2);
    }

    private Locator day() {
        return page.getByLabel("Día", new Page.GetByLabelOptions().setExact(true));
    }

    private Locator rows() {
        return page.locator(".list tbody tr");
    }

    private Locator receipt() {
        return page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("Recibo"))
                .first();
    }
}
