package dev.comanda.loadtest;

/** What whoever calls has to do otherwise: the sentence is all that they see. */
final class Unusable extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unusable(String sentence) {
        super(sentence);
    }
}
