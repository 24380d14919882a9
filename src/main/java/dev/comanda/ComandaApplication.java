package dev.comanda;

import dev.comanda.ops.Commands;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the server, or runs one command of the operators. */
@SpringBootApplication
public class ComandaApplication {

    public static void main(String[] args) {
        if (Commands.named(args)) {
            System.exit(Commands.run(args));
        }
        SpringApplication.run(ComandaApplication.class, args);
    }
}
