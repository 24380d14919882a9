package dev.comanda.coworking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Shop;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ListingSessionsTests extends InARoom {

    private JsonNode list(String query) {
        return till.get(SESSIONS + "?" + query).json();
    }

    @Test
    void only_those_who_are_there_unless_more_is_asked_for() {
        String first = opened("M1");
        String second = opened("M2");
        String gone = opened("M3");
        act(gone, "cancel", "{\"reason\":\"left\"}");

        assertThat(values(list("").path("sessions"), "id")).containsExactly(second, first);
        assertThat(values(list("status=cancelled").path("sessions"), "id")).containsExactly(gone);
        assertThat(values(list("status=any").path("sessions"), "id"))
                .containsExactly(gone, second, first);
        assertThat(values(list("status=any&seat=M3").path("sessions"), "id"))
                .containsExactly(gone);
        assertThat(list("").path("sessions").path(0)).isEqualTo(find(second).json());
        assertThat(list("").has("nextCursor")).isFalse();
    }

    @Test
    void pages_go_on_where_the_one_before_ended() {
        List<String> opened = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            opened.addFirst(opened("M" + i));
        }

        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = list("limit=2" + cursor);
            found.addAll(values(page.path("sessions"), "id"));
            cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asString() : "";
        } while (!cursor.isEmpty());

        assertThat(found).isEqualTo(opened);
    }

    @Test
    void a_day_is_the_shops() {
        String session = opened("M1");
        shop.jdbc().sql("""
            UPDATE coworking_sessions SET started_at = '2026-01-16T05:59:59Z' WHERE location_id = ?
            """).params(shop.id()).update(); // 23:59:59 of the 15th in Mexico City

        assertThat(values(list("day=2026-01-15").path("sessions"), "id"))
                .containsExactly(session);
        assertThat(list("day=2026-01-16").path("sessions")).isEmpty();
    }

    @Test
    void another_locations_guests_are_not_seen() {
        String session = opened("M1");
        var stranger = open(Shop.AMERICAN).till();

        assertThat(stranger.get(SESSIONS + "?status=any").json().path("sessions")).isEmpty();
        assertThat(stranger.get(SESSIONS + "/" + session).problem()).isEqualTo("404 not-found");
        assertThat(till.get(SESSIONS + "/" + UUID.randomUUID()).problem())
                .isEqualTo("404 not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=gone", "limit=0", "limit=201", "cursor=x", "day=x",
            "day=-0001-01-01"})
    void what_cannot_be_listed_is_refused(String query) {
        assertThat(till.get(SESSIONS + "?" + query).problem()).isEqualTo("400 validation");
    }
}
