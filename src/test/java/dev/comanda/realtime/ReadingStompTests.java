package dev.comanda.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** STOMP 1.2 as it comes over the wire, in any pieces. */
class ReadingStompTests {

    private static final long SEED = Long.getLong("stomp.seed", 20260115);

    @Test
    void a_frame_is_its_command_and_its_headers() {
        assertThat(read("SUBSCRIBE\nid:0\ndestination:/topic/a.b\n\n\0")).containsExactly(
                frame("SUBSCRIBE", "id", "0", "destination", "/topic/a.b"));
        assertThat(read("DISCONNECT\n\n\0\n\n\r\n\nDISCONNECT\n\n\0"))
                .containsExactly(frame("DISCONNECT"), frame("DISCONNECT"));
    }

    @Test
    void lines_may_end_as_on_windows_too() {
        assertThat(read("\r\n\nSUBSCRIBE\r\nid:0\n\r\n\0\r\n"))
                .containsExactly(frame("SUBSCRIBE", "id", "0"));
    }

    @Test
    void nothing_is_trimmed_and_the_first_of_a_repeated_header_counts() {
        assertThat(read("UNSUBSCRIBE\n id : 0 \nid:1\nid:2\nempty:\n\n\0")).containsExactly(
                frame("UNSUBSCRIBE", " id ", " 0 ", "id", "1", "empty", ""));
    }

    @Test
    void escapes_stand_for_what_they_hide_but_in_the_first_frame() {
        assertThat(read("SUBSCRIBE\nid:a\\cb\\n\\r\\\\n\n\n\0")).containsExactly(
                frame("SUBSCRIBE", "id", "a:b\n\r\\n"));
        assertThat(read("CONNECT\npasscode:a\\cb\\x\n\n\0")).containsExactly(
                frame("CONNECT", "passcode", "a\\cb\\x"));
        assertThat(read("SUBSCRIBE\nid:café ☕ 𝄞\n\n\0"))
                .containsExactly(frame("SUBSCRIBE", "id", "café ☕ 𝄞"));
    }

    @Test
    void what_is_not_stomp_is_refused_and_nothing_is_read_after_it() {
        for (String wrong : List.of("SUBSCRIBE\nid:0\\t\n\n\0", "SUBSCRIBE\nid:0\\\n\n\0",
                "SUBSCRIBE\nid\n\n\0", "SUBSCRIBE\n:0\n\n\0", "SUBSCRIBE\nid:0\0", "\0",
                "SUBSCRIBE\nid:0\rx\n\n\0", "\rSUBSCRIBE\n\n\0", "SUBSCRIBE\n\nbody\0",
                "SUBSCRIBE\ncontent-length:4\n\nbody\0", "SUBSCRIBE\ncontent-length:x\n\n\0",
                "SUBSCRIBE\ncontent-length:-1\n\n\0", "DISCONNECT\n\n\nDISCONNECT\n\n\0",
                "SUBSCRIBE\n" + "h:v\n".repeat(StompReader.MAX_HEADERS + 1) + "\n\0",
                "SUBSCRIBE\nh:" + "v".repeat(StompReader.MAX_HEAD) + "\n\n\0",
                "A".repeat(StompReader.MAX_HEAD + 1))) {
            assertThat(read(wrong + "\nDISCONNECT\n\n\0")).as(wrong.replace('\0', '@'))
                    .allMatch(StompFrame.class::isInstance, "").isEmpty();
        }
        assertThat(read(new byte[]{'A', '\n', 'a', ':', (byte) 0xC3, (byte) 0x28, '\n', '\n', 0}))
                .as("not UTF-8").isEmpty();
        assertThat(read("SUBSCRIBE\n" + "h:v\n".repeat(StompReader.MAX_HEADERS) + "\n\0"))
                .hasSize(1);
    }

    @Test
    void a_command_with_a_body_is_known_by_its_head() {
        assertThat(read("SEND\ndestination:/a\ncontent-length:5\n\n"))
                .containsExactly(frame("SEND", "destination", "/a", "content-length", "5"));
    }

    @Test
    void the_same_is_read_in_whatever_pieces_it_comes() {
        Random random = new Random(SEED);
        String all = "CONNECT\naccept-version:1.2\nAuthorization:Bearer x\n\n\0\n\n\r\n"
                + "SUBSCRIBE\nid:1\\c\r\ndestination:/topic/é\n\n\0" + "DISCONNECT\n\n\0";
        List<StompFrame> whole = read(all);
        assertThat(whole).hasSize(3);
        byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2_000; round++) {
            Heard heard = new Heard();
            StompReader reader = new StompReader();
            for (int at = 0; at < bytes.length;) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(20));
                reader.read(bytes, at, to, heard);
                at = to;
            }
            assertThat(heard.frames).as("seed %d", SEED).isEqualTo(whole);
        }
    }

    @Test
    void no_noise_breaks_the_reader() {
        Random random = new Random(SEED);
        String grammar = "CONNECT\nSUBSCRIBE\n:\\cnr\0\r \n\n\0id:1\n";
        for (int round = 0; round < 50_000; round++) {
            byte[] noise = new byte[random.nextInt(60)];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = random.nextInt(8) == 0
                        ? (byte) random.nextInt(256)
                        : (byte) grammar.charAt(random.nextInt(grammar.length()));
            }
            Heard heard = new Heard();
            new StompReader().read(noise, 0, noise.length, heard);
            assertThat(heard.refusals).as("seed %d", SEED).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static StompFrame frame(String command, String... headers) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return new StompFrame(command, all);
    }

    /** The frames, until something is refused. */
    private static List<StompFrame> read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<StompFrame> read(byte[] bytes) {
        Heard heard = new Heard();
        new StompReader().read(bytes, 0, bytes.length, heard);
        return heard.frames;
    }

    private static final class Heard implements StompReader.Sink {
        private final List<StompFrame> frames = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();

        @Override
        public boolean frame(StompFrame frame) {
            frames.add(frame);
            return true;
        }

        @Override
        public void malformed(String why) {
            refusals.add(why);
        }
    }
}
