package dev.comanda.deploy;

import static dev.comanda.deploy.DeployFile.all;
import static dev.comanda.deploy.DeployFile.json;
import static dev.comanda.deploy.DeployFile.names;
import static dev.comanda.deploy.DeployFile.one;
import static dev.comanda.deploy.DeployFile.text;
import static dev.comanda.deploy.DeployFile.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.health.Setting;
import dev.comanda.ops.KnownCommands;
import dev.comanda.security.Permissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the platforms are told, held against what the server reads and serves (R 0.1, R 1.1). */
class DeployFilesTests {

    /** Render refuses a Blueprint with any other key; of its specification. */
    private static final Set<String> RENDER_SERVICE = Set.of("name", "type", "runtime", "region",
            "plan", "branch", "repo", "rootDir", "dockerfilePath", "dockerContext",
            "dockerCommand", "registryCredential", "image", "numInstances", "scaling",
            "healthCheckPath", "preDeployCommand", "buildCommand", "startCommand", "domains",
            "envVars", "autoDeployTrigger", "initialDeployHook", "disk", "buildFilter",
            "previews", "maxShutdownDelaySeconds");
    private static final Set<String> RENDER_DATABASE = Set.of("name", "plan", "region",
            "postgresMajorVersion", "databaseName", "user", "diskSizeGB", "previewPlan",
            "previewDiskSizeGB", "storageAutoscalingEnabled", "highAvailability", "readReplicas",
            "ipAllowList", "connectionPool");
    private static final Set<String> RAILWAY_BUILD = Set.of("builder", "dockerfilePath",
            "buildCommand", "watchPatterns", "railpackVersion");
    private static final Set<String> RAILWAY_DEPLOY = Set.of("startCommand", "preDeployCommand",
            "healthcheckPath", "healthcheckTimeout", "restartPolicyType",
            "restartPolicyMaxRetries", "numReplicas", "multiRegionConfig", "cronSchedule",
            "overlapSeconds", "drainingSeconds");
    private static final Set<String> SECRETS = Set.of("JWT_SECRET", "ENCRYPTION_KEY",
            "HEALTHCHECK_TOKEN", "ADMIN_PASSWORD");
    /** Of Render's smaller databases; ten fewer than the hundred that PostgreSQL allows. */
    private static final int CONNECTIONS = 90;
    /** Beside its pool: readiness, LISTEN, the sequencer, a migration. */
    private static final int STANDING = 4;

    private final JsonNode render = yaml("render.yaml").path("services").path(0);
    private final JsonNode renderDatabase = yaml("render.yaml").path("databases").path(0);
    private final JsonNode railway = json("railway.json");
    private final JsonNode compose = yaml("compose.yaml").path("services");

    @Test
    void a_platform_is_told_nothing_that_it_does_not_know() {
        assertThat(names(yaml("render.yaml"))).containsExactly("databases", "services");
        assertThat(yaml("render.yaml").path("services")).hasSize(1);
        assertThat(RENDER_SERVICE).containsAll(names(render));
        assertThat(RENDER_DATABASE).containsAll(names(renderDatabase));
        render.path("envVars").forEach(variable -> assertThat(names(variable)).hasSize(2)
                .contains("key").containsAnyOf("value", "generateValue", "fromDatabase"));
        assertThat(names(railway)).containsExactly("$schema", "build", "deploy");
        assertThat(RAILWAY_BUILD).containsAll(names(railway.path("build")));
        assertThat(RAILWAY_DEPLOY).containsAll(names(railway.path("deploy")));
        // its parser refuses "60", which its own page shows
        assertThat(railway.at("/deploy/drainingSeconds").isInt()).isTrue();
        assertThat(railway.at("/deploy/overlapSeconds").isInt()).isTrue();
    }

    @Test
    void every_variable_is_one_that_the_server_reads() {
        Set<String> settings = Stream.of(Setting.values()).map(Setting::name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(settings).containsAll(renderVariables().keySet())
                .containsAll(all(".railway/railway.ts", "^ {6}([A-Z_]+):"))
                .containsAll(names(compose.at("/comanda/environment")));
        Set<String> example = new TreeSet<>(all(".env.example", "\\b([A-Z][A-Z0-9_]{3,})\\b"));
        Set<String> documented = new TreeSet<>(settings);
        documented.addAll(Setting.UNUSED);
        documented.add("POSTGRES_PASSWORD"); // compose.yaml's own
        assertThat(example).as(".env.example has every variable, and only those")
                .isEqualTo(documented);
    }

    @Test
    void no_secret_stands_in_a_file() {
        assertThat(SECRETS).allSatisfy(secret -> assertThat(
                variable(secret).path("generateValue").asBoolean()).as(secret).isTrue());
        assertThat(variable("DATABASE_URL").at("/fromDatabase/property").asString())
                .as("the internal one").isEqualTo("connectionString");
        assertThat(variable("DATABASE_URL").at("/fromDatabase/name").asString())
                .isEqualTo(renderDatabase.path("name").asString());
        assertThat(renderDatabase.path("ipAllowList")).isEmpty();
        assertThat(all(".railway/railway.ts", "^ {6}([A-Z_]+): preserve\\(\\)"))
                .containsAll(SECRETS);
        assertThat(all(".env.example", "^(?:# )?([A-Z_]+)=$")).containsAll(SECRETS);
    }

    @Test
    void a_probe_asks_what_anybody_may_ask_and_what_its_platform_does_with_the_answer() {
        String onRender = render.path("healthCheckPath").asString();
        String onRailway = railway.at("/deploy/healthcheckPath").asString();

        assertThat(onRender).as("Render restarts what fails it: not for want of a database")
                .isEqualTo("/health");
        assertThat(onRailway).as("Railway asks at a deploy only").isEqualTo("/ready");
        assertThat(one(".railway/railway.ts", "healthcheck: \"(.*)\"")).isEqualTo(onRailway);
        Set<String> open = Permissions.rules().stream().filter(rule -> rule.roles().isEmpty())
                .flatMap(rule -> rule.routes().stream()).collect(Collectors.toSet());
        assertThat(open).contains("GET " + onRender, "GET " + onRailway);
    }

    @Test
    void before_a_deploy_the_schema_is_brought_forth_by_a_command_that_there_is() {
        List<String> image = DeployFile.command();
        List<String> start = image.subList(0, image.size() - 1);

        for (String line : List.of(render.path("preDeployCommand").asString(),
                railway.at("/deploy/preDeployCommand/0").asString(),
                one(".railway/railway.ts", "preDeploy: \\[\"(.*)\"\\]"))) {
            List<String> words = List.of(line.split(" ", -1));
            assertThat(words.subList(0, start.size())).isEqualTo(start);
            KnownCommands.understand(words.subList(start.size(), words.size())
                    .toArray(String[]::new));
            assertThat(words).contains("migrate");
        }
    }

    @Test
    void the_server_has_left_before_it_is_killed() {
        int phase = Integer.parseInt(one("src/main/resources/application.yaml",
                "timeout-per-shutdown-phase: (\\d+)s"));
        int sockets = Integer.parseInt(one(
                "src/main/java/dev/comanda/realtime/SocketDrain.java", "LONGEST_SECONDS = (\\d+)"));
        int drain = variable("SHUTDOWN_DRAIN_SECONDS").path("value").asInt();
        assertThat(one(".railway/railway.ts", "SHUTDOWN_DRAIN_SECONDS: \"(\\d+)\""))
                .isEqualTo(Integer.toString(drain));
        int longest = drain + sockets + 2 * phase; // the web server's phase, and all others'

        assertThat(List.of(render.path("maxShutdownDelaySeconds").asInt(),
                railway.at("/deploy/drainingSeconds").asInt(),
                Integer.parseInt(one(".railway/railway.ts", "drainingSeconds: (\\d+)")),
                Integer.parseInt(compose.at("/comanda/stop_grace_period").asString()
                        .replace("s", "")),
                (int) StoppingTests.BUDGET.toSeconds())).allMatch(given -> given > longest);
        assertThat(render.path("maxShutdownDelaySeconds").asInt()).isBetween(1, 300);
    }

    @Test
    void a_commit_that_was_refused_is_not_deployed() {
        assertThat(render.path("autoDeployTrigger").asString()).isEqualTo("checksPass");
        assertThat(render.path("branch").asString()).isEqualTo("main");
        assertThat(render.path("plan").asString()).as("free has no pre-deploy command")
                .isNotEqualTo("free");
    }

    @Test
    void two_instances_at_a_deploy_leave_connections_for_a_person() {
        int pool = variable("DB_POOL_SIZE").path("value").asInt();

        assertThat(2 * render.path("numInstances").asInt() * (pool + STANDING))
                .isLessThanOrEqualTo(CONNECTIONS);
        assertThat(text(".railway/railway.ts")).contains("DB_POOL_SIZE: \"" + pool + "\"");
    }

    @Test
    void everything_runs_on_one_major_version_of_postgresql() {
        String major = renderDatabase.path("postgresMajorVersion").asString();

        assertThat(List.of(
                compose.at("/database/image").asString().replaceAll("postgres:(\\d+).*", "$1"),
                one("Dockerfile", "^ARG DATABASE=postgres:(\\d+)"),
                one("pom.xml", "<postgres-binaries.version>(\\d+)"),
                one("src/test/java/dev/comanda/testing/TestDatabase.java", "\"postgres:(\\d+)")))
                .containsOnly(major);
    }

    @Test
    void on_one_machine_both_containers_mean_the_same_database_and_port() {
        JsonNode database = compose.at("/database/environment");
        JsonNode server = compose.at("/comanda/environment");
        String port = server.path("PORT").asString();

        assertThat(server.path("DATABASE_URL").asString()).isEqualTo("postgres://"
                + database.path("POSTGRES_USER").asString() + ":${POSTGRES_PASSWORD}@database:5432/"
                + database.path("POSTGRES_DB").asString());
        assertThat(database.path("POSTGRES_PASSWORD").asString())
                .startsWith("${POSTGRES_PASSWORD:?");
        assertThat(compose.at("/comanda/ports/0").asString()).endsWith(":" + port);
        assertThat(one("Dockerfile", "^EXPOSE (\\d+)$")).isEqualTo(port);
        assertThat(compose.at("/comanda/read_only").asBoolean()).as("it writes nothing").isTrue();
        assertThat(compose.at("/database/volumes/0").asString()).as("where PostgreSQL 18 keeps it")
                .endsWith(":/var/lib/postgresql");
    }

    private JsonNode variable(String name) {
        return Optional.ofNullable(renderVariables().get(name)).orElseThrow();
    }

    private Map<String, JsonNode> renderVariables() {
        Map<String, JsonNode> variables = new TreeMap<>();
        render.path("envVars").forEach(variable -> assertThat(
                variables.put(variable.path("key").asString(), variable)).isNull());
        return variables;
    }
}
