package dev.comanda.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

import org.jspecify.annotations.Nullable;

/**
 * The server's secrets, from which every key is derived (HKDF-SHA256) under the name of its one
 * purpose: a key that leaks or is misused says nothing about another (R 1.13).
 */
final class Secrets {
    private static final byte[] SALT = "comanda".getBytes(StandardCharsets.US_ASCII);

    private final String signing;
    private final Optional<String> previous;

    private Secrets(String signing, Optional<String> previous) {
        this.signing = signing;
        this.previous = previous;
    }

    /**
     * Checks the secrets by {@link SecretPolicy}.
     *
     * @param signing    JWT_SECRET or an alias, already with its variable's name
     * @param previous   JWT_SECRET_PREVIOUS: signs nothing, still verifies (R 3.19)
     * @param encryption ENCRYPTION_KEY: encrypts nothing yet, since nothing that is stored must be
     *     read back; a weak one is refused all the same
     * @throws WeakSecretException and the server does not start
     */
    static Secrets of(Named signing, @Nullable String previous, @Nullable String encryption) {
        SecretPolicy.check(signing.variable, signing.value);
        if (previous != null) {
            SecretPolicy.check("JWT_SECRET_PREVIOUS", previous);
        }
        if (encryption != null) {
            SecretPolicy.check("ENCRYPTION_KEY", encryption);
        }
        return new Secrets(signing.value, Optional.ofNullable(previous));
    }

    /** A secret with the name under which an operator knows it. */
    record Named(String variable, String value) {}

    /** This purpose's keys that still verify, 256 bits each, the one that signs first. */
    List<SecretKey> verifying(String purpose, String algorithm) {
        return Stream.concat(Stream.of(signing), previous.stream())
                .map(secret -> derive(secret, purpose, algorithm))
                .toList();
    }

    private static SecretKey derive(String secret, String purpose, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm,
                    HKDFParameterSpec.ofExtract()
                            .addSalt(SALT)
                            .addIKM(secret.getBytes(StandardCharsets.UTF_8))
                            .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), 32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK derives no key", e);
        }
    }
}
