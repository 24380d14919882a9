package dev.comanda.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** What every server of this process logged since the last look, searched for secrets. */
public final class SearchedLog {

    /** Access tokens, hashes of passwords and PINs, and members that hold a secret in the clear. */
    private static final Pattern SECRET = Pattern.compile(
            "eyJ[\\w-]{8,}\\.[\\w-]+\\.|\\$argon2|\"(password|pin|token|refreshToken)\"\\s*:");
    private static final Queue<String> LINES = new ConcurrentLinkedQueue<>();

    private SearchedLog() {}

    /** Begins to listen; a context that starts makes logging anew, so this is called often. */
    public static void listen() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender("searched") == null) {
            Appender appender = new Appender();
            appender.setContext(root.getLoggerContext());
            appender.setName("searched");
            appender.start();
            root.addAppender(appender);
        }
    }

    /** Fails where a line holds one of these, or what looks like a secret. */
    public static void assertHoldsNo(Collection<String> secrets) {
        listen();
        for (String line = LINES.poll(); line != null; line = LINES.poll()) {
            assertThat(line).doesNotContain(secrets).doesNotContainPattern(SECRET);
        }
    }

    private static final class Appender extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                String trace = event.getThrowableProxy() == null
                        ? ""
                        : ThrowableProxyUtil.asString(event.getThrowableProxy());
                LINES.add(event.getFormattedMessage() + " " + event.getKeyValuePairs() + trace);
            }
        }
    }
}
