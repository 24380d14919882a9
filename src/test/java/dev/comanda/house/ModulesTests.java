package dev.comanda.house;

import com.tngtech.archunit.core.importer.ImportOption;
import dev.comanda.ComandaApplication;
import java.net.URL;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The arrows between packages are those of each {@code package-info.java}. */
class ModulesTests {

    /** The server's own classes, wherever a build put them: beside its main class. */
    static final ImportOption SERVER = location -> location
            .contains(directory(ComandaApplication.class));

    @Test
    void packages_use_only_what_they_say_and_never_in_a_circle() {
        ApplicationModules.of(ComandaApplication.class, SERVER).verify();
    }

    private static String directory(Class<?> type) {
        URL here = type.getProtectionDomain().getCodeSource().getLocation();
        return here.getPath();
    }
}
