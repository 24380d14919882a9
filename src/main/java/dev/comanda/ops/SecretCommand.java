package dev.comanda.ops;

import dev.comanda.console.Console;
import dev.comanda.console.Output;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code comanda secret}: a value for JWT_SECRET, ENCRYPTION_KEY or HEALTHCHECK_TOKEN (R 1.13). */
@Command(name = "secret", mixinStandardHelpOptions = true, description = "Print 32 random bytes as 64"
        + " hexadecimal digits.")
final class SecretCommand implements Callable<Integer> {

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        output.result(Map.of("secret", secret), secret);
        return Console.DONE;
    }
}
