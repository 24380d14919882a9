package dev.comanda;

import dev.comanda.ops.Commands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Starts the server, or runs one command of the operators. */
@SpringBootApplication
@EnableScheduling
public class ComandaApplication {

    /** One thread for each thing that is done now and then: a slow one delays no other. */
    @Bean
    ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
        return builder.poolSize(4).build();
    }

    public static void main(String[] args) {
        if (Commands.named(args)) {
            System.exit(Commands.run(args));
        }
        SpringApplication.run(ComandaApplication.class, args);
    }
}
