package dev.comanda.doctor;

/**
 * One row of the books that breaks a rule.
 *
 * @param invariant the rule, as {@link Invariant#name()} has it
 * @param location the location's code, or its number where it has none
 * @param row what kind of thing and which one: {@code order 0199…}
 * @param problem what stands there, and what should
 */
public record Finding(String invariant, String location, String row, String problem) {

    @Override
    public String toString() {
        return invariant + ": " + row + " (" + location + "): " + problem;
    }
}
