package dev.comanda;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the server. */
@SpringBootApplication
public class ComandaApplication {

    public static void main(String[] args) {
        SpringApplication.run(ComandaApplication.class, args);
    }
}
