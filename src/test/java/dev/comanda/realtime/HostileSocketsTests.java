package dev.comanda.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.outbox.Event;
import dev.comanda.testing.InAShop;
import dev.comanda.testing.Screen;
import dev.comanda.testing.Together;
import dev.comanda.websocket.SocketLoop;
import dev.comanda.websocket.SocketLoops;
import dev.comanda.websocket.WebSocketConnection;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Whatever a client does, the server goes on, and the others notice nothing. */
@TestPropertySource(properties = {"CORS_ORIGINS=https://caja.example.mx",
        "RATE_LIMIT_PER_ADDRESS=0", "SOCKETS_PER_ADDRESS=0"})
class HostileSocketsTests extends InAShop {

    private static final long SEED = Long.getLong("socket.seed", 20260115);
    private static final int ROUNDS = Integer.getInteger("socket.rounds", 400);

    @Autowired
    private Broadcast broadcast;
    @Autowired
    private SocketLimits limits;
    @Autowired
    private SocketLoops loops;
    @Autowired
    private MeterRegistry meters;

    @AfterEach
    void nothing_is_left_open() {
        awaitOpen(0);
    }

    @Test
    void a_page_of_another_origin_gets_no_socket() {
        int port = till.port();
        for (String origin : List.of("https://evil.example", "null",
                "https://caja.example.mx.evil.example", "http://caja.example.mx",
                "http://127.0.0.1:1")) {
            assertThat(RawSocket.handshake(port, "Origin: " + origin + "\r\n")).as(origin)
                    .startsWith("HTTP/1.1 403 ").contains("origin-not-allowed");
        }
        for (String origin : List.of("https://caja.example.mx", "http://127.0.0.1:" + port)) {
            assertThat(RawSocket.handshake(port, "Origin: " + origin + "\r\n")).as(origin)
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }
    }

    @Test
    void what_is_spoken_is_agreed_upon_or_nothing_is_promised() {
        String offered = "Sec-WebSocket-Protocol: v10.stomp, v12.stomp\r\n";
        assertThat(RawSocket.handshake(till.port(), offered))
                .contains("Sec-WebSocket-Protocol: v12.stomp\r\n");
        String compression = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
        assertThat(RawSocket.handshake(till.port(),
                "Sec-WebSocket-Protocol: mqtt\r\n" + compression))
                .startsWith("HTTP/1.1 101 ").doesNotContain("Sec-WebSocket-Protocol")
                .doesNotContain("Sec-WebSocket-Extensions");
    }

    @Test
    void half_a_handshake_is_none() {
        String whole = """
            GET /ws HTTP/1.1\r
            Host: x\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;
        for (String wrong : List.of(whole.replace("Upgrade: websocket", "Upgrade: h2c"),
                whole.replace("Connection: Upgrade", "Connection: close"),
                whole.replace("Version: 13", "Version: 8"), whole.replace("Key: dGhl", "Key: d"),
                whole.replace("Sec-WebSocket-Key", "X-Key"))) {
            assertThat(RawSocket.request(till.port(), wrong)).as(wrong)
                    .startsWith("HTTP/1.1 426 ").contains("upgrade-required")
                    .contains("Sec-WebSocket-Version: 13");
        }
        assertThat(RawSocket.request(till.port(), whole.replace("GET /ws", "POST /ws")))
                .contains("HTTP/1.1 40");
    }

    @Test
    void noise_ends_its_own_connection_and_no_other() {
        Random random = new Random(SEED);
        try (Screen healthy = Screen.connect(till.port(), till.token())) {
            healthy.follow("0", topic());
            for (int round = 0; round < ROUNDS; round++) {
                try (RawSocket raw = RawSocket.connected(till.port(), 0)) {
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        raw.send(noise(random));
                    }
                }
            }
            broadcast.events(List.of(event(1, "still here")));
            assertThat(healthy.next().json().path("data").path("text").asString())
                    .as("seed %d", SEED).isEqualTo("still here");
        }
    }

    @Test
    void what_is_meant_for_one_who_left_reaches_nobody_else() {
        byte[] unmasked = {(byte) 0x81, 1, 'x'};
        Together.all(6, _ -> {
            for (int round = 0; round < ROUNDS; round++) {
                try (RawSocket raw = RawSocket.connected(till.port(), 0)) { // the first: 101
                    raw.send(unmasked); // is told so, when it has left
                }
            }
            return true;
        });
    }

    @Test
    void a_word_may_come_letter_by_letter() {
        try (RawSocket raw = RawSocket.connected(till.port(), 0)) {
            String connect = "CONNECT\naccept-version:1.2\nAuthorization:Bearer " + till.token()
                    + "\n\n\0";
            byte[] bytes = connect.getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < bytes.length; i++) {
                boolean first = i == 0;
                boolean last = i == bytes.length - 1;
                raw.send(RawSocket.frame((last ? 0x80 : 0) | (first ? 1 : 0),
                        new byte[]{bytes[i]}));
            }
            raw.say("DISCONNECT\nreceipt:bye\n\n\0");
            assertThat(raw.rest()).contains("CONNECTED\n").contains("receipt-id:bye");
        }
    }

    @Test
    void who_says_too_much_is_cut_off() {
        try (RawSocket raw = RawSocket.connected(till.port(), 0)) {
            raw.say("A".repeat(9_000));
            assertThat(raw.rest()).contains("frame-refused").contains("8192");
        }
        try (RawSocket raw = RawSocket.connected(till.port(), 0)) {
            byte[] beats = RawSocket.frame(0x81, "\n".repeat(125).getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 300; i++) {
                raw.send(beats);
            }
            assertThat(raw.rest()).contains("says too much");
        }
    }

    @Test
    void a_frozen_screen_is_let_go_the_others_have_everything_and_it_comes_back() {
        try (Screen healthy = Screen.connect(till.port(), till.token());
                RawSocket frozen = RawSocket.connected(till.port(), 4096)) {
            healthy.follow("0", topic());
            frozen.say("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + till.token()
                    + "\n\n\0SUBSCRIBE\nid:0\ndestination:/topic/" + topic() + "\n\n\0");
            await("both listen", () -> listeners() == 2);
            String much = "x".repeat(64 * 1024);
            int seq = 0;
            while (seq < 200) { // more than the kernel keeps for a socket
                broadcast.events(List.of(event(++seq, much)));
                assertThat(healthy.next().json().path("seq").asInt()).isEqualTo(seq);
            }
            awaitOpen(1);
            assertThat(frozen.rest()).doesNotContain("\"seq\":" + seq + ",");
            try (Screen back = Screen.connect(till.port(), till.token())) {
                back.follow("0", topic());
                broadcast.events(List.of(event(++seq, "little")));
                assertThat(back.next().json().path("seq").asInt()).isEqualTo(seq);
                assertThat(healthy.next().json().path("seq").asInt()).isEqualTo(seq);
            }
        }
    }

    @Test
    void what_a_slow_screen_takes_later_is_whole_and_in_order() {
        String much = "x".repeat(8 * 1024);
        try (RawSocket slow = RawSocket.connected(till.port(), 4096)) {
            slow.say("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + till.token()
                    + "\n\n\0SUBSCRIBE\nid:0\ndestination:/topic/" + topic() + "\n\n\0");
            await("it listens", () -> listeners() == 1);
            int seq = 0;
            while (behind() < 2) { // the kernel took a part, the rest waits
                broadcast.events(List.of(event(++seq, much)));
            }
            await("it is named", this::isNamed);
            slow.say("DISCONNECT\n\n\0");
            String taken = slow.rest();
            await("it is not late any more", () -> !isNamed());
            StringBuilder expected = new StringBuilder();
            for (int i = 1; i <= seq; i++) {
                expected.append("\"seq\":").append(i).append(much);
            }
            Matcher messages = Pattern.compile("\"seq\":\\d+,\"type\":\"s|xxx+").matcher(taken);
            assertThat(messages.results().map(found -> found.group().split(",", -1)[0])
                    .collect(Collectors.joining())).isEqualTo(expected.toString());
        }
    }

    /** As late. */
    private boolean isNamed() {
        return meters.find("comanda.screen.lag.seconds").tag("topic", topic()).gauge() != null;
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private int listeners() {
        AtomicInteger all = new AtomicInteger();
        onLoops((_, _) -> all.incrementAndGet());
        return all.get();
    }

    /** As many messages as the slowest has not taken. */
    private int behind() {
        AtomicInteger most = new AtomicInteger();
        onLoops((_, connection) -> most.accumulateAndGet(connection.messagesBehind(), Math::max));
        return most.get();
    }

    private void onLoops(BiConsumer<String, WebSocketConnection> each) {
        for (SocketLoop loop : loops.all()) {
            CompletableFuture.runAsync(() -> broadcast.audience(loop).forEach(each), loop).join();
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return switch (random.nextInt(4)) {
            case 0 -> bytes;
            case 1 -> RawSocket.frame(0x80 | random.nextInt(16), bytes);
            case 2 -> RawSocket.frame(0x81, ("CONNECT\n" + "\0:\n\r\\x".repeat(
                    random.nextInt(20))).getBytes(StandardCharsets.UTF_8));
            default -> RawSocket.frame(0x81,
                    "SUBSCRIBE\nid:0\ndestination:/topic/main.orders\n\n\0"
                            .substring(random.nextInt(20)).getBytes(StandardCharsets.UTF_8));
        };
    }

    private Event event(long seq, String text) {
        return new Event(topic(), "e", seq, "session.updated", Instant.EPOCH,
                "{\"text\":\"" + text + "\"}", null);
    }

    private String topic() {
        return shop.code() + ".coworking";
    }

    private void awaitOpen(int count) {
        await(count + " are open", () -> limits.open() == count);
    }
}
