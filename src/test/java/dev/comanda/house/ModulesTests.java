package dev.comanda.house;

import dev.comanda.ComandaApplication;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The arrows between packages are those of each {@code package-info.java}. */
class ModulesTests {

    @Test
    void packages_use_only_what_they_say_and_never_in_a_circle() {
        ApplicationModules.of(ComandaApplication.class).verify();
    }
}
