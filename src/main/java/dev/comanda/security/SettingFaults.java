package dev.comanda.security;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.core.env.Environment;

/** What a start would refuse of secrets, origins and proxies: all of it at once, not the first. */
public final class SettingFaults {

    private SettingFaults() {}

    /** One sentence each, with the variable's name and never its value; empty: it would start. */
    public static List<String> of(Environment environment) {
        List<String> faults = new ArrayList<>();
        SecretConfiguration.signing(environment).ifPresentOrElse(
                signing -> strong(signing.variable(), signing.value(), faults),
                () -> {
                    if (SecretConfiguration.localFile(environment).isEmpty()) {
                        faults.add(SecretConfiguration.missing().fault());
                    }
                });
        for (String other : List.of("JWT_SECRET_PREVIOUS", "ENCRYPTION_KEY")) {
            SecretConfiguration.set(environment, other)
                    .ifPresent(value -> strong(other, value, faults));
        }
        try {
            BearerTokens.healthcheck(environment);
        } catch (WeakSecretException e) {
            faults.add(e.fault());
        }
        Passwords.faultOfChosen("ADMIN_PASSWORD", environment.getProperty("ADMIN_PASSWORD", ""))
                .ifPresent(faults::add);
        try {
            new CrossOrigin(environment);
        } catch (IllegalStateException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        try {
            Pattern.compile(environment.getProperty("TRUSTED_PROXIES", ""));
        } catch (PatternSyntaxException e) {
            faults.add("TRUSTED_PROXIES is no regular expression: " + e.getDescription());
        }
        return faults;
    }

    private static void strong(String variable, String value, List<String> faults) {
        try {
            SecretPolicy.check(variable, value);
        } catch (WeakSecretException e) {
            faults.add(e.fault());
        }
    }
}
