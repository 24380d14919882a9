package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Together;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

class FurnishingTheRoomTests extends InAShop {

    private static final String SEATS = "/api/coworking/seats";
    private static final String M4 = """
        {"code":"M4","kind":"desk","name":"Mesa 4","capacity":2}""";

    @Autowired
    private JdbcClient applications;

    private Answer change(String code, String body) {
        return till.send("PATCH", SEATS + "/" + code, BodyPublishers.ofString(body),
                "Content-Type", "application/json");
    }

    @Test
    void a_seat_that_was_added_is_listed_in_the_order_of_the_codes() {
        Answer added = till.post(SEATS, M4);
        till.post(SEATS, M4.replace("\"M4\"", "\"M12\""));
        till.post(SEATS, M4.replace("\"M4\"", "\"M1\""));

        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.header("Location")).isEqualTo(SEATS + "/M4");
        assertThat(added.text()).isEqualTo("""
            {"code":"M4","kind":"desk","name":"Mesa 4","capacity":2,"active":true}""");
        assertThat(till.get(SEATS).json().path("items").valueStream()
                .map(seat -> seat.path("code").asString())).containsExactly("M1", "M4", "M12");
    }

    @Test
    void what_a_change_leaves_out_stays() {
        till.post(SEATS, M4);

        Answer changed = change("M4", "{\"capacity\":3,\"active\":false}");

        assertThat(changed.text()).isEqualTo("""
            {"code":"M4","kind":"desk","name":"Mesa 4","capacity":3,"active":false}""");
        assertThat(till.get(SEATS).json().path("items").path(0)).isEqualTo(changed.json());
        assertThat(change("M5", "{\"capacity\":3}").problem()).isEqualTo("404 not-found");
        assertThat(change("M4", "{}").problem()).isEqualTo("400 validation");
    }

    @Test
    void a_code_names_one_seat_however_many_add_it_at_once() {
        List<Answer> answers = Together.all(12, _ -> till.post(SEATS, M4));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201)
                .map(Answer::problem)).hasSize(11).containsOnly("409 already-exists");
    }

    @Test
    void every_change_is_in_the_audit_book_with_what_was_before() {
        till.post(SEATS, M4);
        change("M4", "{\"name\":\"Mesa del balcón\"}");
        change("M5", "{\"name\":\"nobody's\"}");

        assertThat(shop.jdbc().sql("""
            SELECT action || ' ' || entity_id || ' ' || coalesce(before::json ->> 'name', '-')
                   || ' → ' || (after::json ->> 'name')
              FROM audit_entries
             WHERE location_id = ? AND entity = 'seats'
             ORDER BY created_at
            """).params(shop.id()).query(String.class).list())
                .containsExactly("create M4 - → Mesa 4", "change M4 Mesa 4 → Mesa del balcón");
    }

    @Test
    void another_locations_seats_are_not_seen() {
        till.post(SEATS, M4);

        Answer elsewhere = open(Shop.AMERICAN).till().get(SEATS);

        assertThat(elsewhere.text()).isEqualTo("{\"items\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"code\":\"m4\"", "\"code\":\"\"", "\"kind\":\"sofa\"",
            "\"name\":\"\"", "\"capacity\":0", "\"capacity\":1000", "\"capacity\":1.5",
            "\"colour\":\"red\""})
    void what_is_no_seat_is_refused(String member) {
        String name = member.substring(1, member.indexOf('"', 1));
        String body = M4.replaceAll("\"" + name + "\":(\"[^\"]*\"|\\d+),?", "")
                .replaceFirst("\\{", "{" + member + ",").replace(",}", "}");

        assertThat(till.post(SEATS, body).problem()).as(body).isEqualTo("400 validation");
        assertThat(shop.count("seats")).isZero();
    }

    @Test
    void the_demonstration_has_a_dozen_seats_where_there_is_none() {
        DemoRoom unasked = new DemoRoom(applications, false, new MockEnvironment());
        DemoRoom demo = new DemoRoom(applications, true, new MockEnvironment());

        unasked.afterSingletonsInstantiated();
        assertThat(seatsOfMain()).isZero();
        demo.afterSingletonsInstantiated();
        demo.afterSingletonsInstantiated();

        assertThat(seatsOfMain()).isEqualTo(12);
        shop.jdbc().sql("DELETE FROM seats WHERE location_id = 1").update();
    }

    private long seatsOfMain() {
        return shop.jdbc().sql("SELECT count(*) FROM seats WHERE location_id = 1")
                .query(Long.class).single();
    }
}
