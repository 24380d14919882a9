package dev.comanda.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** What holds a socket open learns that its session is over, wherever that was decided. */
class LettingGoTests extends GuardedShop {

    @Autowired
    private ConfigurableApplicationContext context;
    @Autowired
    private LiveSessions live;
    @Autowired
    private SessionWatch watch;

    private final BlockingQueue<SessionEnded> ended = new LinkedBlockingQueue<>();

    @Test
    void a_sign_out_here_is_announced_at_once_and_one_elsewhere_within_seconds()
            throws InterruptedException {
        context.addApplicationListener(ApplicationListener.<SessionEnded>forPayload(ended::add));
        Caller here = caller();
        Caller elsewhere = caller();
        watch.watch(here);
        watch.watch(elsewhere);

        jdbc.sql("UPDATE staff_sessions SET ended_at = now() WHERE id = :id")
                .param("id", elsewhere.sessionId()).update();

        assertThat(ended.poll(30, TimeUnit.SECONDS))
                .isEqualTo(new SessionEnded(1, elsewhere.sessionId()));
        assertThat(ended.poll(1500, TimeUnit.MILLISECONDS)).as("the other lives").isNull();
    }

    private Caller caller() {
        return live.caller(signIn("jefa", PASSWORD).text("token")).orElseThrow();
    }
}
