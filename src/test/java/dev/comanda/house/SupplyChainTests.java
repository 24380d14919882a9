package dev.comanda.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * R 2.5: the bill of materials in the jar names what the server is really made of. An offline build
 * writes none and leaves an older one where it lies, which a line of the log says; CI's may not be
 * without.
 */
class SupplyChainTests {

    private static final Path BILL = Path.of("target/classes/META-INF/sbom/application.cdx.json");
    private static final Path BUILD = Path.of("target/classes/META-INF/build-info.properties");
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<artifactId>([^<]+)</artifactId>(?:(?!</dependency>).)*?(?:<scope>([^<]+)</scope>)?"
                    + "\\s*(?:<exclusions>.*?</exclusions>\\s*)?</dependency>",
            Pattern.DOTALL);

    @Test
    void r_2_5_each_library_of_the_bill_is_there_with_its_digest() throws Exception {
        if (!isMade()) {
            return;
        }
        Map<String, Path> jars = classPath();
        assertThat(components()).hasSizeGreaterThan(60);
        for (JsonNode component : components()) {
            String file = component.path("name").asString() + "-"
                    + component.path("version").asString() + ".jar";
            Path jar = Optional.ofNullable(jars.get(file))
                    .orElseThrow(() -> new AssertionError(file + " is in the bill alone"));
            assertThat(component.path("hashes").findValues("content"))
                    .extracting(JsonNode::asString).as(file).contains(sha256(jar));
        }
    }

    @Test
    void r_2_5_what_the_project_asks_for_is_in_the_bill_and_what_only_tests_use_is_not()
            throws IOException {
        if (!isMade()) {
            return;
        }
        Map<String, String> asked = new HashMap<>();
        String pom = Files.readString(Path.of("pom.xml"));
        DEPENDENCY.matcher(pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("<build>")))
                .results()
                .forEach(found -> asked.put(found.group(1),
                        Optional.ofNullable(found.group(2)).orElse("compile")));
        assertThat(asked).containsEntry("postgresql", "compile").containsEntry("archunit", "test")
                .containsEntry("checker-qual", "provided");

        asked.forEach((name, scope) -> assertThat(components())
                .extracting(component -> component.path("name").asString())
                .matches(names -> names.contains(name) == scope.equals("compile"),
                        name + " of scope " + scope));
    }

    /** By this build. */
    private static boolean isMade() throws IOException {
        Properties build = new Properties();
        try (Reader text = Files.newBufferedReader(BUILD)) {
            build.load(text);
        }
        boolean made = Files.exists(BILL) && !Files.getLastModifiedTime(BILL).toInstant()
                .isBefore(Instant.parse(build.getProperty("build.time", "")));
        if (!made) {
            assertThat(System.getenv("CI")).as("CI builds online").isNull();
            System.out.println("BILL OF MATERIALS: none, Maven was offline");
        }
        return made;
    }

    private static JsonNode components() {
        return JsonMapper.shared().readTree(BILL.toFile()).path("components");
    }

    private static Map<String, Path> classPath() {
        Map<String, Path> jars = new HashMap<>();
        String classPath = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElse(System.getProperty("java.class.path"));
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            jars.put(Path.of(entry).getFileName().toString(), Path.of(entry));
        }
        return jars;
    }

    private static String sha256(Path file) throws IOException, GeneralSecurityException {
        return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
