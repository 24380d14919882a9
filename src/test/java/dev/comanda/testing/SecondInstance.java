package dev.comanda.testing;

import dev.comanda.ComandaApplication;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Another instance of the application on the database of a test, in the same process. */
public final class SecondInstance {

    private SecondInstance() {}

    /** Starts it on a free port; the caller closes it. */
    public static ConfigurableApplicationContext start(JdbcConnectionDetails database) {
        return new SpringApplicationBuilder(ComandaApplication.class).initializers(context -> {
            context.getBeanFactory().registerSingleton("sameDatabase", database);
            context.getBeanFactory().registerSingleton("notTests", new NoTests());
        }).run("--server.port=0");
    }

    public static int port(ConfigurableApplicationContext instance) {
        return instance.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** What a test's context leaves out by itself: what other tests configure. */
    private static final class NoTests extends TypeExcludeFilter {

        @Override
        public boolean match(MetadataReader type, MetadataReaderFactory unused) {
            return type.getAnnotationMetadata().hasAnnotation(TestConfiguration.class.getName());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof NoTests;
        }

        @Override
        public int hashCode() {
            return NoTests.class.hashCode();
        }
    }
}
