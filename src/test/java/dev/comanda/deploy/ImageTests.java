package dev.comanda.deploy;

import static dev.comanda.deploy.DeployFile.command;
import static dev.comanda.deploy.DeployFile.dockerfile;
import static dev.comanda.deploy.DeployFile.imageStage;
import static dev.comanda.deploy.DeployFile.javaArguments;
import static dev.comanda.deploy.DeployFile.megabytes;
import static dev.comanda.deploy.DeployFile.one;
import static dev.comanda.deploy.DeployFile.text;
import static dev.comanda.deploy.DeployFile.yaml;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.ops.KnownCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image, as far as it can be known without an engine; CI builds and runs it. */
class ImageTests {

    /** The smallest plan that deploys without an interruption. */
    private static final int MEGABYTES = 512;
    /** Beside what has a flag: the cache (100 MB, mapped), threads, the collector, libraries. */
    private static final int REST = 128;

    @Test
    void java_is_process_one_and_gets_the_signals() {
        assertThat(imageStage()).contains("ENTRYPOINT []", "HEALTHCHECK NONE")
                .noneMatch(line -> line.startsWith("RUN ") || line.contains("sh -c"));
        assertThat(command()).startsWith("java", "@comanda");
        assertThat(javaArguments()).endsWith("-jar", "comanda.jar");
        List<String> arguments = command().subList(2, command().size());
        assertThat(arguments).containsExactly("serve");
        KnownCommands.understand("migrate"); // in its place: java @comanda migrate
    }

    @Test
    void it_is_no_root_and_runs_as_production() {
        assertThat(one("Dockerfile", "^USER (\\d+):\\d+$")).isNotEqualTo("0");
        assertThat(imageStage()).contains("ENV SPRING_PROFILES_ACTIVE=prod", "EXPOSE "
                + one("src/main/resources/application.yaml", "port: \\$\\{PORT:(\\d+)}"));
    }

    @Test
    void its_bases_have_versions_and_its_java_is_the_one_the_code_is_written_for() {
        String java = one("pom.xml", "<java.version>(\\d+)</java.version>");

        assertThat(one("Dockerfile", "^ARG BUILD=(.*)$")).contains("temurin-" + java);
        assertThat(one("Dockerfile", "^ARG RUN=(.*)$")).contains(":" + java + "-jre");
        assertThat(dockerfile()).filteredOn(line -> line.startsWith("ARG ")
                && line.contains(":")).hasSize(3)
                .noneMatch(line -> line.contains("latest"));
    }

    @Test
    void what_it_is_built_from_is_there_and_reaches_the_build() {
        List<String> copied = dockerfile().stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .flatMap(line -> {
                    List<String> words = List.of(line.split(" ", -1));
                    return words.subList(1, words.size() - 1).stream();
                }).toList();
        List<String> let = text(".dockerignore").lines().filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1)).toList();

        assertThat(text(".dockerignore")).as("all but what is named stays out: no .git, no .env")
                .contains("\n*\n");
        assertThat(copied).isNotEmpty().allSatisfy(path -> {
            assertThat(Path.of(path)).exists();
            assertThat(let).anyMatch(line -> line.equals(path) || line.startsWith(path + "/")
                    || path.startsWith(line + "/"));
        });
    }

    @Test
    void its_memory_has_a_bound_that_fits_the_smallest_plan() {
        int bounded = megabytes("-Xmx") + megabytes("-XX:MaxMetaspaceSize")
                + megabytes("-XX:ReservedCodeCacheSize") + megabytes("-XX:MaxDirectMemorySize");

        assertThat(bounded + REST).isLessThanOrEqualTo(MEGABYTES);
        assertThat(yaml("compose.yaml").at("/services/comanda/mem_limit").asString())
                .isEqualTo(MEGABYTES + "m");
        assertThat(javaArguments()).contains("-XX:+ExitOnOutOfMemoryError")
                .noneMatch(flag -> flag.contains("preferIPv4Stack")
                        || flag.contains("RAMPercentage"));
    }

    @Test
    void java_takes_its_flags() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(Instance.Program.java()));
        line.addAll(Instance.Program.imageFlags());
        line.add("-version");
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).doesNotContainIgnoringCase("warning");
    }

    /** The script by which the cache is trained starts what the image starts, but for the cache. */
    @Test
    void the_cache_is_trained_by_the_same_command() throws IOException {
        String train = Files.readString(Path.of("image", "train"));

        assertThat(train).contains("grep -v AOTCache comanda", "SPRING_PROFILES_ACTIVE=prod",
                "serve >");
        assertThat(javaArguments()).contains("-XX:AOTCache=comanda.aot");
        assertThat(imageStage()).anyMatch(line -> Pattern
                .matches("COPY --from=training \\S*/comanda\\.aot \\./", line));
        for (String command : List.of("secret", "smoke")) {
            assertThat(train).contains("comanda " + command);
        }
        KnownCommands.understand("smoke", "http://127.0.0.1:8080");
    }
}
