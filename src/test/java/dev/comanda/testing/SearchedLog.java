package dev.comanda.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that this process printed, and the servers that it started, searched after the last
 * test for whatever was secret or personal in any of them: a find fails the run. JUnit finds this
 * class by META-INF/services, so that no test can leave it out.
 */
public final class SearchedLog implements BeforeAllCallback, AutoCloseable {

    private static final Path PRINTED = Path.of("target", "test-log",
            ProcessHandle.current().pid() + ".txt");
    /** Access tokens, hashes of passwords and PINs, and members that hold a secret in the clear. */
    private static final Pattern SECRET = Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]+\\.|\\$argon2"
            + "|\"(password|pin|token|refreshToken)\"\\s*:");
    /** Of a body: what no log may hold. */
    private static final Pattern MEMBER = Pattern.compile("\"(?:password|current|pin|token"
            + "|refreshToken|device|customerName|guestName|holder)\"\\s*:\\s*"
            + "(\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\")");
    /** Shorter words stand in logs by chance, as short numbers do, and parts of UUIDs. */
    private static final Pattern TELLING = Pattern.compile(
            "(?s)\\d{6,}|(?=.*\\D)(?![0-9a-f]{3,4}$).{3,}");
    private static final String CLASS = "== ";

    private static final Set<String> HIDDEN = ConcurrentHashMap.newKeySet();
    private static @Nullable OutputStream file;

    /** What no log of any test may hold from now on. */
    public static void hide(String secret) {
        if (TELLING.matcher(secret).matches()) {
            HIDDEN.add(secret);
        }
    }

    /** Hides the passwords, PINs, tokens and names of customers in a body, sent or received. */
    public static void heard(String body) {
        Matcher member = MEMBER.matcher(body);
        while (member.find()) {
            try {
                hide(JsonMapper.shared().readValue(member.group(1), String.class));
            } catch (JacksonException malformed) {
                // sent to be refused: it names nobody
            }
        }
    }

    /** Searches also what another process has written into its log. */
    public static synchronized void add(Path log) {
        try {
            OutputStream printed = file;
            if (printed != null && Files.exists(log)) {
                Files.copy(log, printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins with the first class; each class stands before what it printed. */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        synchronized (SearchedLog.class) {
            context.getRoot().getStore(Namespace.GLOBAL)
                    .computeIfAbsent(SearchedLog.class, _ -> this);
            OutputStream printed = file;
            if (printed == null) {
                Files.createDirectories(PRINTED.getParent());
                printed = Files.newOutputStream(PRINTED);
                System.setOut(new PrintStream(new Both(System.out, printed), true, UTF_8));
                System.setErr(new PrintStream(new Both(System.err, printed), true, UTF_8));
                file = printed;
            }
            printed.write(("\n" + CLASS + context.getDisplayName() + "\n").getBytes(UTF_8));
        }
    }

    /** After the last test. */
    @Override
    public void close() throws IOException {
        System.out.flush();
        System.err.flush();
        Map<Integer, List<String>> byStart = new HashMap<>();
        HIDDEN.forEach(secret -> byStart.computeIfAbsent(start(secret, 0), _ -> new ArrayList<>())
                .add(secret));
        Set<String> found = new LinkedHashSet<>();
        String where = "";
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Files.newInputStream(PRINTED), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(CLASS)) {
                    where = line.substring(CLASS.length());
                } else if (SECRET.matcher(line).find()) {
                    found.add(where + ": " + line);
                } else {
                    String secret = held(line, byStart);
                    if (secret != null) {
                        found.add(where + ": '" + secret + "' in " + line);
                    }
                }
            }
        }
        assertThat(found).as("secrets and names in what the tests logged").isEmpty();
    }

    /** The secret that stands in it as a word. */
    private static @Nullable String held(String line, Map<Integer, List<String>> byStart) {
        for (int i = 0; i + 3 <= line.length(); i++) {
            if (i == 0 || !Character.isLetterOrDigit(line.charAt(i - 1))) {
                for (String secret : byStart.getOrDefault(start(line, i), List.of())) {
                    int end = i + secret.length();
                    if (line.startsWith(secret, i) && (end == line.length()
                            || !Character.isLetterOrDigit(line.charAt(end)))) {
                        return secret;
                    }
                }
            }
        }
        return null;
    }

    private static int start(String text, int at) {
        return text.charAt(at) << 16 ^ text.charAt(at + 1) << 8 ^ text.charAt(at + 2);
    }

    /** To the console, and to the file. */
    private static final class Both extends FilterOutputStream {

        private final OutputStream file;

        Both(PrintStream console, OutputStream file) {
            super(console);
            this.file = file;
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            file.write(octet);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            file.write(bytes, from, length);
        }
    }
}
