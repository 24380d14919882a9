package dev.comanda.backup;

import dev.comanda.console.Refusal;
import dev.comanda.database.CommandDatabase.Unmigrated;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database that was made for a restore, and goes again if that fails. */
final class NewDatabase implements AutoCloseable {

    private static final String IS_THERE = "42P04";
    private static final String MAY_NOT = "42501";

    private final Unmigrated server;
    private final String name;
    private boolean kept;

    private NewDatabase(Unmigrated server, String name) {
        this.server = server;
        this.name = name;
    }

    /**
     * Makes it from PostgreSQL's own template, which nobody has put anything into.
     *
     * @param server some database on the same server
     * @throws Refusal where there is one of that name, or this user may make none
     */
    static NewDatabase create(Unmigrated server, String name) throws SQLException {
        NewDatabase made = new NewDatabase(server, name);
        try {
            made.execute("CREATE DATABASE " + Tables.quoted(name) + " TEMPLATE template0");
        } catch (SQLException e) {
            if (IS_THERE.equals(e.getSQLState())) {
                throw new Refusal("There is a database " + name + " already.",
                        "Take another name; into an empty one: DATABASE_URL to it, no --to-new.");
            }
            if (MAY_NOT.equals(e.getSQLState())) {
                throw new Refusal("This user may make no database.",
                        "Make one on the platform, then DATABASE_URL to it, no --to-new.");
            }
            throw e;
        }
        return made;
    }

    /** From now on it stays. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws SQLException {
        if (!kept) {
            execute("DROP DATABASE " + Tables.quoted(name) + " WITH (FORCE)");
        }
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
