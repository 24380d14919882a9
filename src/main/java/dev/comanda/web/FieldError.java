package dev.comanda.web;

/** One wrong field of a body: where (RFC 6901), which rule of the schema, and a sentence. */
record FieldError(String pointer, String rule, String detail) {

    static FieldError of(String pointer, String rule, Object... arguments) {
        return new FieldError(pointer, rule, Messages.rule(rule, arguments));
    }
}
