package dev.comanda.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** R 1.9. That FATAL precedes the end of a start is shown by StartingTests. */
@ExtendWith(OutputCaptureExtension.class)
@Execution(ExecutionMode.SAME_THREAD)
class LastWordsTests {

    @Test
    void a_thread_that_nobody_looks_after_does_not_die_in_silence(CapturedOutput log)
            throws InterruptedException {
        new LastWords().onApplicationEvent(new ApplicationStartingEvent(
                new DefaultBootstrapContext(), new SpringApplication(), new String[0]));

        Thread thread = Thread.ofPlatform().name("forgotten").start(() -> {
            throw new IllegalStateException("nobody expected this");
        });
        thread.join();

        assertThat(log).contains("UNCAUGHT EXCEPTION", "forgotten", "nobody expected this");
    }
}
