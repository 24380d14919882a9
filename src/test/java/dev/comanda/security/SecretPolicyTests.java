package dev.comanda.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class SecretPolicyTests {
    private static final String GOOD = "6f0b3c1d9e8a7f5546372819a0bcdefe1122fa97d3c4b5a6";

    private final SecretConfiguration configuration = new SecretConfiguration();

    @Test
    void a_weak_secret_is_refused_by_the_phrase_that_operators_know() {
        List<String> weak = List.of("6f0b3c1d9e8a7f5546372819a0bcdef", "ñandúñandúñandú",
                "changeme-changeme-changeme-changeme", "your-256-bit-secret-goes-here-0000",
                "a".repeat(64), "abcdefghijklmnopqrstuvwxyz0123456789",
                "0123456789abcdef0123456789abcdef", "correcthorse".repeat(4), "1".repeat(31) + "2",
                "password6f0b3c1d9e8a7f5546372819a0bcdefe");

        assertThat(weak).allSatisfy(value -> assertThatThrownBy(
                () -> SecretPolicy.check("JWT_SECRET", value)).as(value)
                .hasMessageContaining("ENCRYPTION_KEY validation failed")
                .hasMessageContaining("JWT_SECRET").hasMessageContaining("openssl rand -hex 32")
                .hasMessageNotContaining(value));
    }

    @Test
    void what_the_generator_prints_is_accepted() {
        for (int i = 0; i < 1_000; i++) {
            byte[] random = new byte[32];
            new Random(i).nextBytes(random);
            String hex = HexFormat.of().formatHex(random);
            String base64 = Base64.getEncoder().encodeToString(random);
            assertThat(SecretPolicy.check("JWT_SECRET", hex)).isEqualTo(hex);
            assertThat(SecretPolicy.check("JWT_SECRET", base64)).isEqualTo(base64);
        }
        assertThat(SecretPolicy.check("JWT_SECRET", GOOD.substring(0, 32))).hasSize(32);
    }

    @Test
    void aliases_are_read_in_their_order() {
        String second = new StringBuilder(GOOD).reverse().toString();
        for (String alias : List.of("JWT_SECRET", "SECRET_KEY_BASE", "FLASK_SECRET_KEY")) {
            assertThat(key(Map.of(alias, GOOD))).isEqualTo(key(Map.of("JWT_SECRET", GOOD)));
        }
        assertThat(key(Map.of("JWT_SECRET", GOOD, "SECRET_KEY_BASE", second)))
                .isEqualTo(key(Map.of("JWT_SECRET", GOOD)));
        assertThat(key(Map.of("JWT_SECRET", second)))
                .isNotEqualTo(key(Map.of("JWT_SECRET", GOOD)));
    }

    @Test
    void without_a_secret_a_server_on_a_platform_or_with_a_named_database_does_not_start() {
        for (String name : List.of("DATABASE_URL", "PGHOST", "RENDER", "KUBERNETES_SERVICE_HOST")) {
            assertThatThrownBy(() -> secrets(Map.of(name, "x"))).as(name)
                    .hasMessageContaining(
                            "ENCRYPTION_KEY validation failed: JWT_SECRET is not set");
        }
        assertThatThrownBy(() -> secrets(Map.of("JWT_SECRET", GOOD, "ENCRYPTION_KEY", "short")))
                .hasMessageContaining(
                        "ENCRYPTION_KEY validation failed: ENCRYPTION_KEY is shorter");
        assertThatThrownBy(
                () -> secrets(Map.of("JWT_SECRET", GOOD, "JWT_SECRET_PREVIOUS", "short")))
                .hasMessageContaining("JWT_SECRET_PREVIOUS is shorter");
    }

    @Test
    void production_needs_a_token_for_its_details() {
        MockEnvironment production = new MockEnvironment();
        production.setActiveProfiles("prod");

        assertThatThrownBy(() -> BearerTokens.healthcheck(production)).as("R 3.4")
                .hasMessageContaining("HEALTHCHECK_TOKEN is not set");
        assertThat(BearerTokens.healthcheck(new MockEnvironment())).isEmpty();
        assertThat(BearerTokens.healthcheck(production.withProperty("HEALTHCHECK_TOKEN", GOOD)))
                .isPresent();
        assertThatThrownBy(() -> BearerTokens.healthcheck(
                new MockEnvironment().withProperty("HEALTHCHECK_TOKEN", "short")))
                .hasMessageContaining("HEALTHCHECK_TOKEN is shorter");
    }

    @Test
    void no_two_purposes_share_a_key() {
        Secrets secrets = secrets(Map.of("JWT_SECRET", GOOD));

        assertThat(List.of(secrets.verifying("a", "AES").getFirst().getEncoded(),
                secrets.verifying("b", "AES").getFirst().getEncoded(),
                GOOD.getBytes(StandardCharsets.UTF_8)))
                .doesNotHaveDuplicates().allMatch(key -> key.length >= 32);
    }

    @Test
    void a_local_start_makes_its_own_secret_once_for_its_owner_only(@TempDir Path data)
            throws IOException {
        byte[] first = key(Map.of("comanda.data", data.toString()));

        assertThat(key(Map.of("comanda.data", data.toString()))).isEqualTo(first);
        Path file = data.resolve("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
        try (var files = Files.list(data)) {
            assertThat(files).hasSize(1);
        }
    }

    private Secrets secrets(Map<String, String> variables) {
        MockEnvironment environment = new MockEnvironment();
        variables.forEach(environment::setProperty);
        return configuration.secrets(environment);
    }

    private byte[] key(Map<String, String> variables) {
        return secrets(variables).verifying("test", "AES").getFirst().getEncoded();
    }
}
