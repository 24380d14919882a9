package dev.comanda.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Where the secrets come from: the environment, or, on a local start, a file beside the data. */
@Configuration(proxyBeanMethods = false)
class SecretConfiguration {
    /** In order of precedence (R 0.3): the first that is set is the one that is used. */
    static final List<String> SIGNING_VARIABLES = List.of("JWT_SECRET", "SECRET_KEY_BASE",
            "FLASK_SECRET_KEY");
    /** Any of these names a database or a platform: the machine is not the shop's own. */
    private static final List<String> ELSEWHERE = List.of("DATABASE_URL", "PGHOST", "RENDER",
            "RAILWAY_ENVIRONMENT_NAME", "KUBERNETES_SERVICE_HOST");

    @Bean
    Secrets secrets(Environment environment) {
        Secrets.Named signing = signing(environment)
                .or(() -> localFile(environment).map(SecretConfiguration::readOrCreate))
                .orElseThrow(SecretConfiguration::missing);
        return Secrets.of(signing, set(environment, "JWT_SECRET_PREVIOUS").orElse(null),
                set(environment, "ENCRYPTION_KEY").orElse(null));
    }

    /** The variable that signs, if one of them is set. */
    static Optional<Secrets.Named> signing(Environment environment) {
        return SIGNING_VARIABLES.stream()
                .flatMap(name -> set(environment, name).stream()
                        .map(value -> new Secrets.Named(name, value)))
                .findFirst();
    }

    static WeakSecretException missing() {
        return SecretPolicy.refused("JWT_SECRET", "is not set");
    }

    static Optional<String> set(Environment environment, String name) {
        return Optional.ofNullable(environment.getProperty(name)).filter(v -> !v.isEmpty());
    }

    /** Beside the data of a database of our own; on a platform a file would not last. */
    static Optional<Path> localFile(Environment environment) {
        boolean elsewhere = ELSEWHERE.stream()
                .anyMatch(name -> set(environment, name).isPresent())
                || environment.acceptsProfiles(Profiles.of("prod"));
        return elsewhere
                ? Optional.empty()
                : Optional.of(Path.of(environment.getProperty("comanda.data", "data"), "secret"));
    }

    /** Reads the file, or makes it with a new secret, readable by its owner only from the start. */
    static Secrets.Named readOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return new Secrets.Named(file.toString(), Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("the secret's file cannot be read or made: " + file, e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path draft = Files.createTempFile(parent, "secret", ".new"); // mode 600
        Files.writeString(draft, HexFormat.of().formatHex(secret) + "\n");
        try {
            Files.createLink(file, draft); // whole or not at all, and the first of two wins
        } catch (FileAlreadyExistsException e) {
            // another process was first: its secret is read
        } finally {
            Files.delete(draft);
        }
    }
}
