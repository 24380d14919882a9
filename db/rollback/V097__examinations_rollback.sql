-- V097 rollback. Loses what the doctor saw last; the next examination finds it again.
-- Run when no instance of the release that needs V097 is left.
DROP TABLE examinations;
