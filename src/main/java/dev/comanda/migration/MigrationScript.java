package dev.comanda.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * One migration that this release brings.
 *
 * @param version its digits: {@code 003}
 * @param id the file's name without ending: {@code V003__performance_indexes}
 * @param up what makes it
 * @param down what takes it back
 */
public record MigrationScript(String version, String id, String up, String down) {

    private static final Pattern FILE = Pattern.compile("(V(\\d+)__\\w+)\\.sql");
    private static final Pattern CONCURRENTLY = Pattern.compile("(?i)\\bCONCURRENTLY\\b");
    private static final String FOLDER = "classpath:db/";

    /** All of this release in their order. */
    public static List<MigrationScript> inRelease() {
        PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();
        List<MigrationScript> scripts = new ArrayList<>();
        try {
            for (Resource file : files.getResources(FOLDER + "migration/V*.sql")) {
                Matcher name = FILE.matcher(String.valueOf(file.getFilename()));
                if (name.matches()) {
                    Resource down = files.getResource(
                            FOLDER + "rollback/" + name.group(1) + "_rollback.sql");
                    scripts.add(new MigrationScript(name.group(2), name.group(1),
                            file.getContentAsString(UTF_8), down.getContentAsString(UTF_8)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        scripts.sort(Comparator.comparingInt(MigrationScript::number));
        return List.copyOf(scripts);
    }

    /** The one that somebody calls {@code 3}, {@code 003}, {@code V003} or by its whole name. */
    public static Optional<MigrationScript> named(List<MigrationScript> scripts, String name) {
        String digits = name.replaceFirst("__.*", "").replaceFirst("^[Vv]", "");
        return digits.matches("\\d{1,9}")
                ? scripts.stream().filter(s -> s.number() == Integer.parseInt(digits)).findFirst()
                : Optional.empty();
    }

    public int number() {
        return Integer.parseInt(version);
    }

    /** Whether it runs outside of a transaction. */
    boolean isBesideTills() {
        return CONCURRENTLY.matcher(up).find();
    }

    /**
     * For one transaction: what is built beside running tills elsewhere is built at once, since the
     * tables are empty.
     */
    public String inTransaction() {
        return CONCURRENTLY.matcher(up).replaceAll("");
    }

    /** As Flyway computes it for its history: CRC-32 over the lines without their ends. */
    public int checksum() {
        CRC32 crc = new CRC32();
        up.lines().forEach(line -> crc.update(line.getBytes(UTF_8)));
        return (int) crc.getValue();
    }

    /** Its first sentence: what it is for. */
    public String purpose() {
        return comment("-- V\\d+: ");
    }

    /** What it locks, and for how long. */
    public String lock() {
        return comment("-- Lock: ");
    }

    /** What its way back loses. */
    public String loses() {
        Matcher first = Pattern.compile("(?s)-- V\\d+ rollback\\. (.*?)(?=\n-- Run when|\n[^-])")
                .matcher(down);
        return first.find() ? first.group(1).replaceAll("\\s*\n-- ?", " ").strip() : "";
    }

    @Override
    public String toString() {
        return id;
    }

    /** A comment from the words given to the next line that begins with a capital and a colon. */
    private String comment(String beginning) {
        Matcher found = Pattern.compile("(?sm)^" + beginning + "(.*?)(?=\n-- [A-Z][\\w -]*:|\n[^-]"
                + "|\n--\n|\n\n|\\z)").matcher(up);
        return found.find() ? found.group(1).replaceAll("\\s*\n-- ?", " ").strip() : "";
    }
}
