/**
 * WebSocket (RFC 6455) on Tomcat's own sockets: bytes that many sockets share are encoded once and
 * written without a copy or a thread for each. Knows nothing of what is said over them.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.comanda.websocket;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
