-- V097: what the doctor saw last, for every instance and for whoever asks any of them.
-- Beside N-1: a new table, which it does not know; its doctor remembers for itself.
-- Lock: none.

CREATE TABLE examinations (
    one         boolean     NOT NULL DEFAULT true,
    examined_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    examined_by text        NOT NULL,   -- the process: 4711@counter
    checked     integer     NOT NULL,
    orders      bigint      NOT NULL,
    millis      bigint      NOT NULL,
    findings    text        NOT NULL,   -- JSON, of all locations
    CONSTRAINT examinations_pkey PRIMARY KEY (one),
    CONSTRAINT examinations_one_row CHECK (one)
);
