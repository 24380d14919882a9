package dev.comanda.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Answer;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Screen;
import dev.comanda.testing.Screen.Frame;
import dev.comanda.testing.Shop;
import dev.comanda.testing.Till;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a screen is told once it may follow a topic, and what it may not. */
class FollowingATopicTests extends InAShop {

    private static final String SALE = """
        {"register":"R1","lines":[{"sku":"LATTE","quantity":1}],
         "tenders":[{"method":"card","amount":5500,"reference":"v"}]}
        """;

    private final List<Screen> screens = new ArrayList<>();

    @BeforeEach
    void sellCoffee() {
        shop.sells("LATTE", 5500, 1600, null);
    }

    @AfterEach
    void closeTheScreens() {
        screens.forEach(Screen::close);
    }

    @Test
    void a_screen_is_told_where_it_is_and_then_each_change_in_turn() {
        Screen screen = screen();
        JsonNode position = screen.follow("0", topic("orders"));
        assertThat(position.path("epoch").asString("")).isNotBlank();

        Answer placed = till.send("POST", "/api/orders", BodyPublishers.ofString(SALE),
                "Content-Type", "application/json", "Idempotency-Key", Till.newKey(),
                "X-Correlation-Id", "one-id-through-it-all");
        sell();

        Frame first = screen.next();
        assertThat(first.command()).isEqualTo("MESSAGE");
        assertThat(first.headers()).containsEntry("subscription", "0")
                .containsEntry("destination", "/topic/" + topic("orders"))
                .containsEntry("content-type", "application/json")
                .containsEntry("X-Correlation-Id", "one-id-through-it-all")
                .containsKey("message-id");
        assertThat(first.header("content-length"))
                .isEqualTo(Integer.toString(first.body().getBytes(
                        StandardCharsets.UTF_8).length));
        assertThat(first.json().path("seq").asLong())
                .isEqualTo(position.path("seq").asLong() + 1);
        assertThat(first.json().path("epoch")).isEqualTo(position.path("epoch"));
        assertThat(first.json().path("type").asString()).isEqualTo("order.placed");
        assertThat(first.json().path("data").path("id")).isEqualTo(placed.json().path("id"));
        Frame second = screen.next();
        assertThat(second.json().path("seq").asLong())
                .isEqualTo(position.path("seq").asLong() + 2);
        assertThat(second.header("message-id")).isNotEqualTo(first.header("message-id"));
    }

    @Test
    void a_hundred_changes_come_without_a_hole_to_each_of_twenty_screens() {
        List<Long> first = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            first.add(screen().follow("s" + i % 3, topic("orders")).path("seq").asLong() + 1);
        }
        for (int i = 0; i < 100; i++) {
            sell();
        }
        for (int i = 0; i < screens.size(); i++) {
            List<Long> seen = new ArrayList<>();
            while (seen.size() < 100) {
                seen.add(screens.get(i).next().json().path("seq").asLong());
            }
            assertThat(seen).containsExactlyElementsOf(
                    LongStream.range(first.get(i), first.get(i) + 100).boxed().toList());
        }
    }

    @Test
    void another_locations_topic_and_every_pattern_is_refused() {
        Shop other = open(Shop.AMERICAN);
        for (String destination : List.of("/topic/" + other.code() + ".orders",
                "/topic/main.orders",
                "/topic/*", "/topic/**", "/topic/" + topic("*"), "/topic/" + topic("orders.*"),
                "/topic/" + topic("staff"), "/topic/", "/queue/" + topic("orders"),
                "/user/queue/x", topic("orders"), "/topic/" + topic("orders") + "/",
                "/topic/" + topic("ORDERS"), "/topic/" + topic("orders") + "\\n")) {
            Screen screen = screen();
            screen.say("SUBSCRIBE\nid:0\nreceipt:r\ndestination:" + destination + "\n\n\0");
            Frame error = screen.next();
            assertThat(error.command()).as(destination).isEqualTo("ERROR");
            assertThat(error.problem()).isEqualTo("forbidden");
            assertThat(error.header("receipt-id")).isEqualTo("r");
            assertThat(error.json().path("correlationId").asString(""))
                    .isEqualTo(error.header("X-Correlation-Id")).isNotBlank();
            assertThat(screen.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void what_is_not_for_clients_ends_the_connection_with_its_reason() {
        for (String frame : List.of("SEND\ndestination:/topic/" + topic("orders") + "\n\n{}\0",
                "BEGIN\ntransaction:t\n\n\0", "COMMIT\ntransaction:t\n\n\0",
                "ABORT\ntransaction:t\n\n\0", "ACK\nid:1\n\n\0", "NACK\nid:1\n\n\0",
                "CONNECT\naccept-version:1.2\n\n\0", "MESSAGE\n\n\0", "subscribe\nid:0\n\n\0",
                "SUBSCRIBE\nid:0\nack:client\ndestination:/topic/" + topic("orders") + "\n\n\0",
                "SUBSCRIBE\ndestination:/topic/" + topic("orders") + "\n\n\0")) {
            Screen screen = screen();
            screen.say(frame);
            Frame error = screen.next();
            assertThat(error.problem()).as(frame).isEqualTo("frame-refused");
            assertThat(error.json().path("reason").asString("")).isNotBlank();
            assertThat(screen.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void every_frame_that_asks_for_a_receipt_gets_it_when_it_is_done() {
        Screen screen = screen();
        screen.say("SUBSCRIBE\nid:a\nreceipt:1\ndestination:/topic/" + topic("orders") + "\n\n\0");
        assertThat(screen.next().json().path("type").asString()).isEqualTo("position");
        assertThat(screen.next()).isEqualTo(receipt("1"));
        screen.say("UNSUBSCRIBE\nid:a\nreceipt:2\n\n\0");
        assertThat(screen.next()).isEqualTo(receipt("2"));
        sell();
        screen.say("UNSUBSCRIBE\nid:a\nreceipt:3\n\n\0");
        assertThat(screen.next()).as("nothing of the sale").isEqualTo(receipt("3"));
        screen.say("DISCONNECT\nreceipt:4\\c4\n\n\0");
        assertThat(screen.next()).isEqualTo(receipt("4\\c4"));
        assertThat(screen.closeCode()).isEqualTo(1000);
    }

    @Test
    void one_socket_follows_several_topics_each_by_its_id() {
        Screen screen = screen();
        screen.follow("mine:1", topic("orders"));
        screen.follow("2", topic("coworking"));
        screen.follow("3", topic("orders"));
        sell();
        assertThat(List.of(screen.next().header("subscription"),
                screen.next().header("subscription")))
                .containsExactlyInAnyOrder("mine\\c1", "3");
        screen.say("SUBSCRIBE\nid:3\ndestination:/topic/" + topic("orders") + "\n\n\0");
        assertThat(screen.next().problem()).as("the same id twice").isEqualTo("frame-refused");
    }

    @Test
    void nobody_is_let_in_without_a_token_that_is_good_here() {
        for (String header : List.of("", "Authorization:Bearer nonsense\n",
                "Authorization:Basic " + till.token() + "\n", "passcode:" + till.token() + "\n",
                "Authorization:Bearer " + till.token() + "x\n")) {
            Screen screen = opened();
            screen.say("CONNECT\naccept-version:1.2\n" + header + "\n\0");
            assertThat(screen.next().problem()).as(header).isEqualTo("unauthenticated");
            assertThat(screen.closeCode()).isEqualTo(1008);
        }
        Screen operator = opened();
        operator.say("CONNECT\naccept-version:1.2\nAuthorization:Bearer "
                + shop.till("operator").token() + "\n\n\0");
        assertThat(operator.next().problem()).isEqualTo("forbidden");
        Screen hasty = opened();
        hasty.say("SUBSCRIBE\nid:0\ndestination:/topic/" + topic("orders") + "\n\n\0");
        assertThat(hasty.next().problem()).isEqualTo("frame-refused");
    }

    @Test
    void version_and_heart_beats_are_agreed_upon() {
        Screen screen = opened();
        screen.say("STOMP\naccept-version:1.0,1.1,1.2\nheart-beat:0,20000\n"
                + "Authorization:Bearer " + till.token() + "\n\n\0");
        Frame connected = screen.next();
        assertThat(connected.command()).isEqualTo("CONNECTED");
        assertThat(connected.headers()).containsEntry("version", "1.2")
                .containsEntry("heart-beat", "10000,10000").containsEntry("server", "comanda")
                .containsKey("session");

        Screen old = opened();
        old.say("CONNECT\naccept-version:1.0,1.1\nAuthorization:Bearer " + till.token()
                + "\n\n\0");
        assertThat(old.next().header("version")).isEqualTo("1.2");
        Screen odd = opened();
        odd.say("CONNECT\naccept-version:1.2\nheart-beat:often\nAuthorization:Bearer "
                + till.token() + "\n\n\0");
        assertThat(odd.next().problem()).isEqualTo("frame-refused");
    }

    @Test
    void a_plain_request_is_told_what_this_is() {
        assertThat(till.get("/ws").problem()).isEqualTo("426 upgrade-required");
        assertThat(till.get("/ws").header("Sec-WebSocket-Version")).isEqualTo("13");
    }

    private Screen screen() {
        Screen screen = Screen.connect(till.port(), till.token());
        screens.add(screen);
        return screen;
    }

    private Screen opened() {
        Screen screen = Screen.open(till.port());
        screens.add(screen);
        return screen;
    }

    private void sell() {
        assertThat(till.place(Till.newKey(), SALE).status()).isEqualTo(201);
    }

    private String topic(String name) {
        return shop.code() + "." + name;
    }

    private static Frame receipt(String id) {
        return new Frame("RECEIPT", Map.of("receipt-id", id), "");
    }
}
