package dev.comanda.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret is in the tree (R 2.7): what providers hand out, private keys, filled-in variables. */
class SecretScanTests {

    private static final Set<String> NOT_OURS = Set.of(".git", "target", "data", "node_modules",
            ".idea", ".settings");
    private static final Pattern HANDED_OUT = Pattern.compile(String.join("|",
            "-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----", "\\bAKIA[0-9A-Z]{16}\\b",
            "\\bgh[pousr]_[A-Za-z0-9]{36}\\b", "\\bgithub_pat_[A-Za-z0-9_]{60,}\\b",
            "\\bxox[abprs]-[0-9A-Za-z-]{10,}", "\\bAIza[0-9A-Za-z_-]{35}\\b",
            "\\bsk_live_[0-9A-Za-z]{20,}", "\\brnd_[0-9A-Za-z]{28,}\\b",
            "\\beyJ[A-Za-z0-9_-]{20,}\\.eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}"));
    /** A variable or property of such a name with a value that is no reference to another. */
    private static final Pattern FILLED_IN = Pattern.compile("(?im)\\b[A-Z_.]*"
            + "(?:secret|password|token|encryption_key)[A-Z_]*['\"]?\\s*[=:]\\s*['\"]?"
            + "(?=[^\\s'\"]*[0-9])[A-Za-z0-9+/_-]{20,}={0,2}");

    @Test
    void the_tree_holds_no_secret() throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(Path.of(""), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
                return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about)
                    throws IOException {
                if (!file.toString().equals(".env")) { // Git ignores it
                    look(file, found);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AK" + "IAIOSFODNN7EXAMPLE", "JWT_SECRET=" + "6f0b3c1d9e8a7f5546372819",
            "hook-" + "token: 'a8f5f167f44f4964e6c998de'", "-----BEGIN " + "PRIVATE KEY-----"})
    void a_secret_would_be_found(String text) {
        assertThat(HANDED_OUT.matcher(text).find() || FILLED_IN.matcher(text).find()).isTrue();
    }

    private static void look(Path file, List<String> found) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (MalformedInputException picture) {
            return;
        }
        HANDED_OUT.matcher(text).results().forEach(match -> found.add(file + ": a secret"));
        if (!file.toString().contains("src/test")) { // tests invent theirs
            FILLED_IN.matcher(text).results()
                    .forEach(match -> found.add(file + ": " + match.group()));
        }
    }
}
