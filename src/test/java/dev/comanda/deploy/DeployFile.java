package dev.comanda.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files by which the server is built and deployed, read as their readers read them. */
final class DeployFile {

    private DeployFile() {}

    static String text(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(String path) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return JsonMapper.shared()
                .valueToTree(new Yaml(new SafeConstructor(strict)).<Object>load(text(path)));
    }

    static JsonNode json(String path) {
        return JsonMapper.shared().readTree(text(path));
    }

    /** Every match's first group. */
    static List<String> all(String path, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE).matcher(text(path)).results()
                .map(match -> match.group(1)).toList();
    }

    /** The one match's first group. */
    static String one(String path, String pattern) {
        List<String> found = all(path, pattern);
        if (found.size() != 1) {
            throw new AssertionError(path + " has " + found + " for " + pattern);
        }
        return found.getFirst();
    }

    static Set<String> names(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }

    /** The image's instructions, continued lines joined, comments left out: {@code CMD […]}. */
    static List<String> dockerfile() {
        return text("Dockerfile").replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", "")
                .lines().filter(line -> !line.isBlank()).toList();
    }

    /** Instructions of the stage that becomes the image, and of those it is made from. */
    static List<String> imageStage() {
        List<String> all = dockerfile();
        int last = 0;
        for (int i = 0; i < all.size(); i++) {
            last = all.get(i).startsWith("FROM ") ? i : last;
        }
        return all.subList(last, all.size());
    }

    /** The image's whole command line. */
    static List<String> command() {
        String cmd = imageStage().stream().filter(line -> line.startsWith("CMD "))
                .collect(Collectors.joining());
        return Stream.of(JsonMapper.shared().readValue(cmd.substring("CMD ".length()),
                String[].class)).toList();
    }

    /** What java reads for {@code @comanda}. */
    static List<String> javaArguments() {
        return text("image/comanda").lines().map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
    }

    /** Of {@code -Xmx160m} or {@code -XX:Name=64m}; fails where it is not set. */
    static int megabytes(String flag) {
        Matcher value = Pattern.compile(Pattern.quote(flag) + "=?(\\d+)m")
                .matcher(String.join("\n", javaArguments()));
        if (!value.find()) {
            throw new AssertionError("image/comanda sets no " + flag);
        }
        return Integer.parseInt(value.group(1));
    }
}
