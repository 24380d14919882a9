package dev.comanda.ops;

import dev.comanda.database.CommandDatabase;
import dev.comanda.migration.MigrationSettings;
import dev.comanda.testing.Operator;
import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** {@code comanda COMMAND} with the variables of a shell, in this JVM. */
record Terminal(Map<String, Object> variables) {

    Operator runs(String... line) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("shell", variables));
        try (CommandDatabase database = new CommandDatabase(environment,
                own -> MigrationSettings.migrate(own.dataSource(), own.schema()))) {
            return Operator.types(Commands.line(database), line);
        }
    }
}
