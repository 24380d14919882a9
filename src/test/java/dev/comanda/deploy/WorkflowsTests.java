package dev.comanda.deploy;

import static dev.comanda.deploy.DeployFile.text;
import static dev.comanda.deploy.DeployFile.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.ops.KnownCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** GitHub's workflows (R 3.2, R 3.9) and what a pull request is asked (R 2.3, R 2.7). */
class WorkflowsTests {

    private static final String FOLDER = ".github/workflows/";
    private static final Pattern COMMAND = Pattern
            .compile("(?:bin/comanda|java @comanda) ([^\\n;&|)]*)");

    @ParameterizedTest
    @ValueSource(strings = {"ci", "deploy-staging", "deploy-production"})
    void a_workflow_may_little_ends_in_time_and_runs_commands_that_there_are(String name) {
        JsonNode workflow = yaml(FOLDER + name + ".yml");

        assertThat(workflow.at("/permissions/contents").asString()).isEqualTo("read");
        assertThat(workflow.path("permissions").toString()).doesNotContain("write");
        List<String> scripts = new ArrayList<>();
        for (JsonNode job : workflow.path("jobs")) {
            assertThat(job.path("timeout-minutes").asInt()).isPositive();
            job.path("steps").forEach(step -> {
                assertThat(step.has("uses") ^ step.has("run")).as(step.toString()).isTrue();
                scripts.add(step.path("run").asString(""));
            });
        }
        assertThat(scripts).as("what somebody typed is a variable, never a piece of a script")
                .noneMatch(script -> script.contains("${{ inputs")
                        || script.contains("${{ github.event"));
        scripts.forEach(script -> {
            Matcher command = COMMAND.matcher(script.replaceAll("\\n\\s*(?=java @)", " "));
            while (command.find()) {
                KnownCommands.understand(command.group(1).strip().replace("\"$URL\"",
                        "https://caja.example.mx").split(" +", -1));
            }
        });
    }

    @Test
    void both_kinds_of_database_are_tested_and_the_image_is_run() {
        String ci = text(FOLDER + "ci.yml");

        assertThat(ci).contains("database: [embedded, docker]",
                "mvn -B -ntp verify -Dtest.db=${{ matrix.database }}", "docker build",
                "docker compose -p comanda up", "java @comanda smoke http://localhost:8080",
                "npm test", "-f e2e/pom.xml verify", ".ci/squawk/check");
    }

    @ParameterizedTest
    @CsvSource({"v1.0.0,true", "v0.12.3,true", "v10.20.30,true", "1.0.0,false", "v1.0,false",
            "v1.0.0-rc1,false", "v01.0.0,false", "'v1.0.0 ',false", "main,false",
            "v1.0.0;rm,false"})
    void a_release_has_a_semantic_version(String tag, boolean release) {
        Matcher check = Pattern.compile("\\[\\[ \"\\$TAG\" =~ (\\^.*\\$) ]]")
                .matcher(text(FOLDER + "deploy-production.yml"));

        assertThat(check.find()).isTrue();
        assertThat(Pattern.matches(check.group(1), tag)).isEqualTo(release);
    }

    @Test
    void production_is_deployed_by_a_tag_and_with_somebodys_consent() {
        JsonNode production = yaml(FOLDER + "deploy-production.yml");
        String said = text(FOLDER + "deploy-production.yml");

        assertThat(production.at("/jobs/deploy/environment").asString())
                .isEqualTo("${{ inputs.environment }}");
        assertThat(production.at("/jobs/deploy/needs").asString()).isEqualTo("check");
        assertThat(said).contains("merge-base --is-ancestor", "CHANGELOG.md", "check-runs");
        assertThat(yaml(FOLDER + "deploy-staging.yml").at("/jobs/staging/if").asString())
                .isEqualTo("github.event.workflow_run.conclusion == 'success'");
    }

    @Test
    void a_pull_request_is_reviewed_by_somebody_and_asked_what_a_machine_cannot_see() {
        assertThat(text(".github/PULL_REQUEST_TEMPLATE.md")).contains("secret", "permissions",
                "Migration", "Receipt", "EXPLAIN", "CHANGELOG", "go back");
        List<String> rules = text(".github/CODEOWNERS").lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            String path = rule.substring(0, rule.indexOf(' ')).replaceAll("^/|/$", "");
            assertThat(path.equals("*") || Files.exists(Path.of(path))).as(rule).isTrue();
            assertThat(rule).contains(" @");
        });
    }
}
