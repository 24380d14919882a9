package dev.comanda.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.testing.Operator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** {@code comanda config check}: what a start would refuse, all at once, and never a value. */
class CheckingTheSettingsTests {

    private static final String SECRET = "6f0b3c1d9e8a7f5546372819a0bcdefe1122fa97d3c4b5a6";
    private static final String WEAK = "changeme-changeme-changeme-changeme";
    private static final Map<String, String> GOOD = Map.of(
            "DATABASE_URL", "postgres://caja:pa%40ss@db.internal/comanda", "JWT_SECRET", SECRET,
            "HEALTHCHECK_TOKEN", "b93e2d7c5a1f4860c2d4e6f8091a3b5c7d9e1f20", "PORT", "8080");

    @TempDir
    private Path folder;

    @Test
    void good_settings_are_listed_and_say_where_the_database_is() {
        Operator said = checked("prod", Map.of());

        assertThat(said.code()).as(said.toString()).isZero();
        assertThat(said.json().path("good").asBoolean()).isTrue();
        assertThat(said.json().path("faults")).isEmpty();
        assertThat(said.json().path("database").asString())
                .isEqualTo("caja@db.internal:5432/comanda");
        assertThat(said.json().path("set")).extracting(node -> node.asString())
                .containsExactlyInAnyOrderElementsOf(GOOD.keySet());
    }

    @Test
    void r_2_4_what_only_another_system_could_use_is_said_to_be_of_no_effect() {
        Operator said = runs(new MockEnvironment().withProperty("GRAPH_TENANT_ID", "t")
                .withProperty("comanda.data", folder.toString()));

        assertThat(said.code()).as(said.toString()).isZero();
        assertThat(said.out()).contains("GRAPH_TENANT_ID is of no effect here")
                .doesNotContain("GRAPH_CLIENT_ID");
        assertThat(checked("prod", Map.of("GRAPH_CLIENT_ID", "c")).json().path("unused"))
                .extracting(node -> node.asString()).containsExactly("GRAPH_CLIENT_ID");
    }

    @Test
    void everything_that_is_wrong_is_named_at_once_and_no_value_is_told() {
        Operator said = checked("prod", Map.of("DATABASE_URL", "mysql://" + WEAK,
                "JWT_SECRET", "short", "JWT_SECRET_PREVIOUS", WEAK, "ENCRYPTION_KEY", WEAK,
                "HEALTHCHECK_TOKEN", "", "ADMIN_PASSWORD", "1234", "CORS_ORIGINS", "*",
                "TRUSTED_PROXIES", "10.(", "PORT", "http", "DB_POOL_SIZE", "many"));

        assertThat(said.code()).isEqualTo(1);
        for (String fault : new String[]{"DATABASE_URL is not valid", "JWT_SECRET is shorter",
                "JWT_SECRET_PREVIOUS looks like", "ENCRYPTION_KEY looks like",
                "HEALTHCHECK_TOKEN is not set", "ADMIN_PASSWORD must have",
                "CORS_ORIGINS takes origins", "TRUSTED_PROXIES is no regular expression",
                "PORT is not valid", "DB_POOL_SIZE is not valid"}) {
            assertThat(said.json().path("faults")).as(fault)
                    .anyMatch(told -> told.asString().contains(fault));
        }
        assertThat(said.out()).doesNotContain(WEAK, "1234", "short\"");
    }

    @Test
    void a_platform_without_a_database_or_a_secret_is_refused_and_the_shops_own_machine_is_not() {
        Operator onRender = runs(new MockEnvironment().withProperty("RENDER", "true"));

        assertThat(onRender.code()).isEqualTo(1);
        assertThat(onRender.out()).contains("NO   DATABASE_URL no está definido",
                "NO   JWT_SECRET is not set", "comanda secret");

        Operator ownMachine = runs(new MockEnvironment().withProperty("comanda.data",
                folder.resolve("data").toString()));
        assertThat(ownMachine.code()).as(ownMachine.toString()).isZero();
        assertThat(ownMachine.out()).contains("database: our own, in " + folder);
        assertThat(Files.exists(folder.resolve("data"))).as("it only looks").isFalse();
    }

    private static Operator checked(String profile, Map<String, String> others) {
        MockEnvironment environment = new MockEnvironment();
        environment.setActiveProfiles(profile);
        Map<String, String> all = new HashMap<>(GOOD);
        all.putAll(others);
        all.forEach(environment::setProperty);
        return runs(environment, "--json");
    }

    private static Operator runs(MockEnvironment environment, String... options) {
        String[] line = new String[options.length + 1];
        line[0] = "check";
        System.arraycopy(options, 0, line, 1, options.length);
        return Operator.runs(new ConfigCommand(environment), line);
    }
}
