package dev.comanda.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * What the pool's sessions call themselves in pg_stat_activity: {@code comanda/VERSION schema=NNN},
 * NNN the newest migration of the release. A rollback looks for those who need what it takes back.
 */
final class ReleaseName {

    private ReleaseName() {}

    static String inJar() {
        String version = ReleaseName.class.getPackage().getImplementationVersion();
        try {
            String newest = Stream.of(new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:db/migration/V*__*.sql"))
                    .map(Resource::getFilename).flatMap(Stream::ofNullable)
                    .map(name -> name.substring(1, name.indexOf("__")))
                    .max(Comparator.naturalOrder()).orElse("0");
            return "comanda/" + Optional.ofNullable(version).orElse("development") + " schema="
                    + newest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
