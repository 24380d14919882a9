package dev.comanda.realtime;

import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * On SIGTERM, before the web server stops taking requests: no new socket, and those there are end
 * with 1001 and a time to come back by, each another, so that they do not all come at once.
 */
@Component
class SocketDrain implements SmartLifecycle {
    /** The web server begins to end at DEFAULT_PHASE - 1024; what is higher ends sooner. */
    static final int PHASE = DEFAULT_PHASE - 512;
    private static final long LONGEST_SECONDS = 3;

    private final StompSessions sessions;
    private volatile boolean running;

    SocketDrain(StompSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void start() {
        sessions.stay();
        running = true;
    }

    @Override
    public void stop(Runnable done) {
        running = false;
        var _ = sessions.leave().completeOnTimeout(null, LONGEST_SECONDS, TimeUnit.SECONDS)
                .thenRun(done);
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
