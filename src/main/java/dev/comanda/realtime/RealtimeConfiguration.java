package dev.comanda.realtime;

import dev.comanda.websocket.SocketLoops;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What sockets need of the server. */
@Configuration(proxyBeanMethods = false)
class RealtimeConfiguration {

    @Bean
    SocketLoops socketLoops(SocketClock clock) {
        return new SocketLoops(clock::nanos);
    }

    /**
     * Tomcat keeps two buffers for each connection, of 8 KiB by default, most of what an idle
     * socket costs. A till's request and its answer fit in a half; what does not is written
     * without the buffer.
     */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> smallBuffers() {
        return factory -> factory.addConnectorCustomizers(connector -> {
            connector.setProperty("socket.appReadBufSize", "4096");
            connector.setProperty("socket.appWriteBufSize", "4096");
        });
    }
}
