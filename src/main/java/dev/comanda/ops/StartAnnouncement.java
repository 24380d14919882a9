package dev.comanda.ops;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says that the server is up (R 1.2) and where a newcomer goes next. */
@Component
class StartAnnouncement {

    private static final Logger LOG = LoggerFactory.getLogger(StartAnnouncement.class);

    @EventListener
    void announce(ApplicationReadyEvent ready) {
        if (ready.getApplicationContext() instanceof WebServerApplicationContext server
                && server.getWebServer() != null) {
            int port = server.getWebServer().getPort();
            LOG.info("✅ Server running on port {}", port);
            LOG.info(
                    "API: http://localhost:{}/openapi.json · una venta con curl / a sale with curl:"
                            + " README.md",
                    port);
        }
    }
}
