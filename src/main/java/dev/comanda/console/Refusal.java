package dev.comanda.console;

import org.jspecify.annotations.Nullable;

/** A command says no, and changed nothing: exit code 1. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final @Nullable String advice;

    /**
     * With what somebody can do about it.
     *
     * @param problem what stands in the way
     * @param advice what to do, best a command; {@code null} where nothing helps
     */
    public Refusal(String problem, @Nullable String advice) {
        super(problem);
        this.problem = problem;
        this.advice = advice;
    }

    public String problem() {
        return problem;
    }

    public @Nullable String advice() {
        return advice;
    }
}
