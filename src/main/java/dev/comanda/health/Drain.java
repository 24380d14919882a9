package dev.comanda.health;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * How the server leaves on SIGTERM. Not ready at once, which is Spring's doing; then, for
 * SHUTDOWN_DRAIN_SECONDS, everything is still answered, so that whoever asks {@code /ready} has
 * time to send the next request elsewhere, and kept connections are given up one by one. Only then
 * sockets are closed, requests in flight finish, and the process ends.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Drain extends HttpFilter implements ApplicationListener<ContextClosedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final long serialVersionUID = 1L;

    private final long seconds;
    private volatile boolean leaving;

    Drain(Environment environment) {
        this.seconds = environment.getProperty("SHUTDOWN_DRAIN_SECONDS", Long.class, 0L);
    }

    /** Before anything else ends: Spring stops its parts when the listeners have returned. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        leaving = true;
        LOG.atInfo().addKeyValue("drainSeconds", seconds).log("stopping: not ready any more");
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response,
            FilterChain chain) throws IOException, ServletException {
        if (leaving && request.getHeader(HttpHeaders.UPGRADE) == null) {
            response.setHeader(HttpHeaders.CONNECTION, "close");
        }
        chain.doFilter(request, response);
    }
}
