package dev.comanda.security;

import java.util.List;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Believes {@code X-Forwarded-For} and {@code X-Forwarded-Proto} of proxies that are known, and of
 * nobody else: on a shop's own network anybody could write them and be somebody else each time.
 */
@Component
final class TrustedProxies
        implements
            WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
    private static final List<String> PLATFORMS = List.of("RENDER", "RAILWAY_ENVIRONMENT_NAME",
            "KUBERNETES_SERVICE_HOST");

    private final Environment environment;

    TrustedProxies(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void customize(ConfigurableTomcatWebServerFactory server) {
        String named = environment.getProperty("TRUSTED_PROXIES", "");
        boolean onPlatform = PLATFORMS.stream().anyMatch(environment::containsProperty);
        if (named.isBlank() && !onPlatform) {
            return;
        }
        RemoteIpValve valve = new RemoteIpValve(); // its own default: the private networks
        if (!named.isBlank()) {
            valve.setInternalProxies(named);
        }
        valve.setRemoteIpHeader("X-Forwarded-For");
        valve.setProtocolHeader("X-Forwarded-Proto");
        server.addEngineValves(valve);
    }
}
