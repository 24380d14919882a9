package dev.comanda.health;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What this server is: its build and its settings, as far as strangers may know (R 1.15). */
@Component
class About {

    private final Environment environment;
    private final Readiness readiness;
    private final Optional<BuildProperties> build;

    /**
     * The build; no versions of what it is made of (ASVS 13.4.6).
     *
     * @param commit         the platform's word for it, else the build's
     * @param schemaVersion  newest migration in the database when it was last asked
     * @param schemaExpected newest migration of this release
     */
    record Version(String name, String version, @Nullable String commit, @Nullable Instant builtAt,
            @Nullable String schemaVersion, String schemaExpected) {}

    /**
     * The settings.
     *
     * @param values by name; {@code null}: unset, its default is in docs/configuration.md
     * @param set    whether the others have a value
     * @param unused set, but of no effect here
     */
    record Settings(Map<String, @Nullable String> values, Map<String, Boolean> set,
            List<String> unused) {}

    About(Environment environment, Readiness readiness, ObjectProvider<BuildProperties> build) {
        this.environment = environment;
        this.readiness = readiness;
        this.build = Optional.ofNullable(build.getIfAvailable());
    }

    Version version() {
        SchemaState schema = readiness.lastSchema();
        return new Version("comanda", build.map(BuildProperties::getVersion).orElse("development"),
                commit().orElse(null), build.map(BuildProperties::getTime).orElse(null),
                schema == null ? null : schema.version(), readiness.release().schemaVersion());
    }

    Settings settings() {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        Map<String, Boolean> set = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            if (setting.shown()) {
                values.put(setting.name(), setting.shown(environment));
            } else {
                set.put(setting.name(), setting.isSet(environment));
            }
        }
        return new Settings(values, set, Setting.unused(environment));
    }

    private Optional<String> commit() {
        return Stream.of(environment.getProperty("RAILWAY_GIT_COMMIT_SHA"),
                environment.getProperty("RENDER_GIT_COMMIT"),
                build.map(b -> b.get("commit")).orElse(null))
                .flatMap(Stream::ofNullable)
                .filter(commit -> commit.matches("[0-9a-f]{7,64}")).findFirst();
    }
}
