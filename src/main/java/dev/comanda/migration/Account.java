package dev.comanda.migration;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who does it and why; part of every command that changes a database. */
public final class Account {

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; kept in the book of operations")
    private @Nullable String reason;

    @Option(names = "--operator", paramLabel = "NAME", description = "who; else the system's user")
    private @Nullable String operator;

    @Option(names = "--incident", paramLabel = "ID", description = "the incident that it belongs to")
    private @Nullable String incident;

    public Account() {}

    /** For what the server does by itself. */
    public Account(String operator, @Nullable String reason) {
        this.operator = operator;
        this.reason = reason;
    }

    public @Nullable String reason() {
        return reason;
    }

    public @Nullable String incident() {
        return incident;
    }

    public String operator() {
        return operator == null ? System.getProperty("user.name", "unknown") : operator;
    }
}
