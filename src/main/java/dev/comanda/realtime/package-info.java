/** The live feed: STOMP 1.2 over WebSocket at /ws, from the log of events to every screen. */
@ApplicationModule(allowedDependencies = {"database", "outbox", "security", "web", "websocket"})
@NullMarked
package dev.comanda.realtime;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
