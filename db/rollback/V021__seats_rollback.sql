-- V021 rollback. Loses nothing: the seats are kept beside, as parked_seats, until V021 is back.
-- Run when no instance of the release that needs V021 is left.
CREATE TABLE parked_seats AS TABLE seats;
DROP TABLE seats;
