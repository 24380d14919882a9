package dev.comanda.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the server does not start in two lines instead of a stack trace. */
final class WeakSecretAnalyzer extends AbstractFailureAnalyzer<WeakSecretException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, WeakSecretException cause) {
        return new FailureAnalysis(cause.getMessage(),
                "Set that variable to the output of: " + SecretPolicy.GENERATE
                        + "\n(For JWT_SECRET, SECRET_KEY_BASE and FLASK_SECRET_KEY are read"
                        + " too, in this order.)",
                cause);
    }
}
