package dev.comanda.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@Timeout(20)
@WebTest
class SendingTooMuchTests {

    private static final byte[] TEN_MEGABYTES = " ".repeat(10 << 20).getBytes(ISO_8859_1);

    @LocalServerPort
    private int port;
    private WebServer server = new WebServer(0);

    @BeforeEach
    void atThePort() {
        server = new WebServer(port);
    }

    @Test
    void the_limit_is_64_kib() {
        String sale = SendingABodyTests.SALE;
        int size = sale.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        assertThat(server.post("/test/orders", sale + " ".repeat(65_536 - size)).status())
                .isEqualTo(200);
        assertThat(server.post("/test/orders", sale + " ".repeat(65_537 - size)).problem())
                .isEqualTo("payload-too-large");
    }

    @Test
    void ten_megabytes_are_refused_by_their_announced_length() {
        assertThat(server.post("/test/orders", TEN_MEGABYTES).problem())
                .isEqualTo("payload-too-large");
    }

    @Test
    void ten_megabytes_in_chunks_are_refused_at_the_limit() {
        assertThat(server.send("POST", "/test/orders",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(TEN_MEGABYTES)),
                "Content-Type", "application/json").problem()).isEqualTo("payload-too-large");
    }

    @Test
    void the_refusal_does_not_wait_for_the_body() throws IOException {
        String answer = raw("""
            POST /test/orders HTTP/1.1
            Host: x
            Content-Type: application/json
            Content-Length: 10485760

            {""");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("/problems/payload-too-large");
    }

    @Test
    void a_body_that_was_only_announced_is_not_invited() throws IOException {
        String answer = raw("""
            POST /test/orders HTTP/1.1
            Host: x
            Expect: 100-continue
            Content-Type: application/json
            Content-Length: 10485760

            """);

        assertThat(answer).startsWith("HTTP/1.1 413").contains("/problems/payload-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE\n\n", "GET /a b c HTTP/1.1\nHost: x\n\n",
            "GET /%zz HTTP/1.1\nHost: x\n\n", "GET /a|b HTTP/1.1\nHost: x\n\n",
            "GET / HTTP/1.1\n\n", "GET / HTTP/9.9\nHost: x\n\n",
            "GET /%2e%2e/%2f HTTP/1.1\nHost: x\n\n", "GET /..;/x HTTP/1.1\nHost: x\n\n",
            "TRACE / HTTP/1.1\nHost: x\nConnection: close\n\n",
            "PROPFIND / HTTP/1.1\nHost: x\nConnection: close\n\n",
            """
                POST /test/orders HTTP/1.1
                Host: x
                Content-Type: application/json
                Transfer-Encoding: chunked

                zz
                """, """
                POST /test/orders HTTP/1.1
                Host: x
                Content-Type: application/json
                Content-Length: -5

                """,
            "GET /error HTTP/1.1\nHost: x\nConnection: close\n\n",
            "GET / HTTP/1.1\nHost: x\nX-Large: LARGE\n\n"})
    void what_the_container_refuses_is_no_html_either(String request) throws IOException {
        String answer = raw(request.replace("LARGE", "a".repeat(60_000)));

        assertThat(answer).matches("(?s)HTTP/1.1 (4..|50[15]) .*").doesNotContain("<", "Tomcat",
                "java", "Exception");
        assertThat(answer).contains("application/problem+json", "\"correlationId\":");
    }

    /** Everything that the server says to these bytes until it closes or stays silent. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000); // until it begins; 1.5 s of silence are its end
            OutputStream out = socket.getOutputStream();
            try {
                out.write(request.replace("\n", "\r\n").getBytes(ISO_8859_1));
                out.flush();
            } catch (SocketException closedEarly) {
                // The answer may be there all the same.
            }
            return untilSilence(socket);
        }
    }

    private static String untilSilence(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(buffer); n > 0; n = socket.getInputStream()
                    .read(buffer)) {
                answer.append(new String(buffer, 0, n, ISO_8859_1));
                socket.setSoTimeout(1500);
            }
        } catch (java.net.SocketTimeoutException silent) {
            // Kept alive.
        }
        return answer.toString();
    }
}
