package dev.comanda.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 6455 as it comes over the wire, in any pieces. */
class ReadingFramesTests {

    private static final long SEED = Long.getLong("websocket.seed", 20260115);

    @Test
    void the_examples_of_the_rfc_are_read_and_written_as_it_has_them() {
        assertThat(heard("818537fa213d7f9f4d5158").said).isEqualTo("Hello");
        assertThat(hex(Outgoing.text("Hello".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("810548656c6c6f");
        assertThat(hex(Outgoing.pong("Hello".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("8a0548656c6c6f");
        assertThat(WebSocketHandshake.accepted("dGhlIHNhbXBsZSBub25jZQ=="))
                .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(hex(Outgoing.text(new byte[256]))).startsWith("817e0100" + "00");
        assertThat(hex(Outgoing.text(new byte[65536]))).startsWith("817f0000000000010000" + "00");
        assertThat(hex(Outgoing.close(1001, "bye"))).isEqualTo("880503e9627965");
    }

    @Test
    void a_message_may_come_in_frames_with_controls_between_them() {
        Heard heard = new Heard();
        byte[] all = joined(frame(false, Outgoing.TEXT, "He"), frame(true, Outgoing.PING, "?"),
                frame(false, Outgoing.CONTINUATION, ""), frame(true, Outgoing.PONG, "!"),
                frame(true, Outgoing.CONTINUATION, "llo"), frame(true, Outgoing.BINARY, " you"),
                frame(true, Outgoing.TEXT, "x".repeat(200)),
                frame(true, Outgoing.CLOSE, "\u0003\u00e8bye"));
        assertThat(new FrameReader().read(all, 0, all.length, heard)).isZero();
        assertThat(heard.said).isEqualTo("Hello you" + "x".repeat(200));
        assertThat(heard.controls).containsExactly("ping ?", "pong", "close 1000");
    }

    @Test
    void what_the_rfc_does_not_have_ends_the_connection_with_its_code() {
        assertThat(heard("810548656c6c6f").wrong).as("not masked").isEqualTo(1002);
        assertThat(heard("c18537fa213d7f9f4d5158").wrong).as("reserved bit").isEqualTo(1002);
        assertThat(heard("838537fa213d7f9f4d5158").wrong).as("reserved opcode").isEqualTo(1002);
        assertThat(heard("8b8537fa213d7f9f4d5158").wrong).as("reserved control").isEqualTo(1002);
        assertThat(heard("098037fa213d").wrong).as("control in pieces").isEqualTo(1002);
        assertThat(heard("89fe007e37fa213d").wrong).as("long control").isEqualTo(1002);
        assertThat(heard("808537fa213d7f9f4d5158").wrong).as("continues none").isEqualTo(1002);
        assertThat(heard("018037fa213d818037fa213d").wrong).as("text in text").isEqualTo(1002);
        assertThat(heard("888137fa213d00").wrong).as("half a close code").isEqualTo(1002);
        assertThat(heard("8882000000000000").wrong).as("close code 0").isEqualTo(1002);
        assertThat(heard("88820000000003ed").wrong).as("close code 1005").isEqualTo(1002);
        assertThat(heard("81ff000000000000400137fa213d").wrong).as("too long").isEqualTo(1009);
        assertThat(heard("81ffffffffffffffffff37fa213d").wrong).as("negative").isEqualTo(1009);
        assertThat(heard("81ff000000010000000037fa213d").wrong).as("over an int").isEqualTo(1009);
    }

    @Test
    void the_same_is_heard_in_whatever_pieces_it_comes() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder said = new StringBuilder();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < 5; i++) {
                String text = "abcdefgh".repeat(random.nextInt(40));
                said.append(text);
                all.writeBytes(frame(true, Outgoing.TEXT, text));
            }
            byte[] bytes = all.toByteArray();
            Heard heard = new Heard();
            FrameReader reader = new FrameReader();
            for (int at = 0; at < bytes.length;) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(100));
                assertThat(reader.read(bytes, at, to, heard)).isZero();
                at = to;
            }
            assertThat(heard.said).as("seed %d", SEED).isEqualTo(said.toString());
        }
    }

    @Test
    void no_noise_breaks_the_reader() {
        Random random = new Random(SEED);
        for (int round = 0; round < 100_000; round++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            if (noise.length > 1 && random.nextBoolean()) {
                noise[0] = (byte) (0x80 | random.nextInt(16));
                noise[1] = (byte) (0x80 | random.nextInt(20));
            }
            assertThat(new FrameReader().read(noise, 0, noise.length, new Heard()))
                    .as("seed %d", SEED).isIn(0, 1002, 1009);
        }
    }

    private static byte[] frame(boolean last, int opcode, String text) {
        byte[] payload = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] mask = {1, 2, 3, 4};
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) ((last ? 0x80 : 0) | opcode));
        if (payload.length > 125) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | payload.length));
        }
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i & 3]));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private static byte[] joined(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    private static Heard heard(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Heard heard = new Heard();
        heard.wrong = new FrameReader().read(bytes, 0, bytes.length, heard);
        return heard;
    }

    private static String hex(Outgoing frames) {
        return HexFormat.of().formatHex(frames.bytes());
    }

    private static final class Heard implements FrameReader.Sink {
        private final List<String> controls = new ArrayList<>();
        private String said = "";
        private int wrong;

        @Override
        public void data(byte[] bytes, int from, int to) {
            said += new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void ping(byte[] data) {
            controls.add("ping " + new String(data, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void pong() {
            controls.add("pong");
        }

        @Override
        public void close(int code) {
            controls.add("close " + code);
        }
    }
}
