package dev.comanda.migration;

import dev.comanda.database.InstalledPostgres;
import dev.comanda.testing.TestDatabase;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The oldest PostgreSQL that is supported, where the machine has it, and the tests' own. */
enum Servers {
    OWN {
        @Override
        JdbcConnectionDetails fresh() {
            return TestDatabase.fresh();
        }
    },
    POSTGRES_15 {
        @Override
        JdbcConnectionDetails fresh() {
            return InstalledPostgres.fresh(15);
        }
    };

    /** A new and empty database. */
    abstract JdbcConnectionDetails fresh();

    /** Those that are here; says on the console what is not. */
    static List<Servers> all() {
        if (InstalledPostgres.isThere(15)) {
            return Arrays.asList(values());
        }
        System.out.println("POSTGRESQL 15: not installed (Debian: postgresql-15),"
                + " migrations are tested on the newest only");
        return List.of(OWN);
    }
}
