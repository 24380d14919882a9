package dev.comanda.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.catalina.Valve;
import org.apache.catalina.valves.RemoteIpValve;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.test.context.TestPropertySource;

/** Whose word is taken for where a request comes from: it decides who is let in how often. */
@TestPropertySource(properties = {"TRUSTED_PROXIES=127\\.0\\.0\\.2", "RATE_LIMIT_PER_ADDRESS=1"})
class TrustingProxiesTests extends GuardedShop {

    private static final String PROXY = "127.0.0.2";
    /** As many as ten seconds' worth of the limit above, which may come at once. */
    private static final int AT_ONCE = 10;

    @Test
    void what_a_trusted_proxy_forwards_counts_for_the_address_behind_it() {
        for (int i = 0; i < AT_ONCE * 3; i++) {
            assertThat(askFrom(PROXY, "203.0.113." + i)).isEqualTo(200);
        }
        assertLimited(PROXY, _ -> "198.51.100.7");
    }

    @Test
    void nobody_else_becomes_another_by_writing_the_header() {
        assertLimited("127.0.0.3", i -> "203.0.113." + i);
    }

    @Test
    void the_client_cannot_write_the_addresses_before_its_own() {
        assertLimited(PROXY, i -> (i % 2 == 0 ? "203.0.113." + i : UUID.randomUUID())
                + ", 198.51.100.8");
    }

    @Test
    void only_its_word_makes_a_request_secure() {
        assertThat(sendFrom(PROXY, HEALTH, "GET", "/version", "", "X-Forwarded-Proto", "https")
                .header("Strict-Transport-Security")).isNotEmpty();
        assertThat(sendFrom("127.0.0.4", HEALTH, "GET", "/version", "", "X-Forwarded-Proto",
                "https").header("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void on_a_platform_the_private_networks_are_trusted_and_elsewhere_nobody() {
        assertThat(valves(new MockEnvironment())).isEmpty();
        for (String mark : List.of("RENDER", "RAILWAY_ENVIRONMENT_NAME",
                "KUBERNETES_SERVICE_HOST")) {
            assertThat(valves(new MockEnvironment().withProperty(mark, "x"))).singleElement()
                    .satisfies(valve -> assertThat(((RemoteIpValve) valve).getInternalProxies())
                            .contains("10.0.0.0/8", "192.168.0.0/16").doesNotContain("0.0.0.0/0"));
        }
    }

    /** While it asks, more is allowed again: of so many at once the first pass, and not all. */
    private void assertLimited(String from, IntFunction<String> forwardedFor) {
        List<Integer> answers = IntStream.range(0, AT_ONCE * 3)
                .mapToObj(i -> askFrom(from, forwardedFor.apply(i))).toList();
        assertThat(answers.subList(0, AT_ONCE)).containsOnly(200);
        assertThat(answers).contains(429);
    }

    private int askFrom(String address, String forwardedFor) {
        return sendFrom(address, "", "GET", "/version", "", "X-Forwarded-For", forwardedFor)
                .status();
    }

    private static List<Valve> valves(MockEnvironment environment) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        new TrustedProxies(environment).customize(factory);
        return List.copyOf(factory.getEngineValves());
    }
}
