package dev.comanda.health;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * The words that operators search the log for when something died (R 1.9): {@code UNCAUGHT
 * EXCEPTION} of a thread that nobody looked after, {@code FATAL} before a start that failed ends
 * the process.
 */
final class LastWords implements ApplicationListener<SpringApplicationEvent>, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(LastWords.class);

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationStartingEvent) {
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> LOG
                    .error("UNCAUGHT EXCEPTION in thread {}", thread.getName(), failure));
        } else if (event instanceof ApplicationFailedEvent) {
            LOG.error("FATAL: the server does not start; the reason follows");
        }
    }

    /** Before logging itself is put away. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
