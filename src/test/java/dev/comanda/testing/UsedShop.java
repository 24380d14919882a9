package dev.comanda.testing;

import dev.comanda.database.CommandDatabase.Unmigrated;
import dev.comanda.migration.MigrationSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database with every migration, and rows in every table, as after a morning at the counter. */
public final class UsedShop {

    private UsedShop() {}

    /** Fills an empty database. */
    public static void fill(JdbcConnectionDetails database) {
        Unmigrated target = unmigrated(database);
        MigrationSettings.migrate(target.dataSource(), target.schema());
        try (Connection shop = TestDatabase.open(database);
                Statement sql = shop.createStatement();
                Stream<Path> files = Files.list(Path.of("src/test/resources/db/rows"))) {
            for (Path file : files.sorted().toList()) {
                sql.execute(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As commands that deal with the schema take it. */
    public static Unmigrated unmigrated(JdbcConnectionDetails database) {
        return new Unmigrated(new DriverManagerDataSource(database.getJdbcUrl(),
                String.valueOf(database.getUsername()), String.valueOf(database.getPassword())),
                Optional.empty());
    }
}
