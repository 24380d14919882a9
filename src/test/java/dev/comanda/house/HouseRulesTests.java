package dev.comanda.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Calendar;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What CONTRIBUTING.md asks of the code itself. */
class HouseRulesTests {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ModulesTests.SERVER).importPackages("dev.comanda");
    /** What speaks to the operator who started it in a terminal. */
    private static final String[] CONSOLES = {"..ops..", "..staff.."};
    private static final String[] MONEY = {"..orders..", "..catalog..", "..idempotency..",
            "..tariffs.."};

    @Test
    void what_a_class_needs_comes_through_its_constructor() {
        noFields().should().beAnnotatedWith(Autowired.class)
                .orShould().beAnnotatedWith(Value.class)
                .orShould().beAnnotatedWith("jakarta.inject.Inject")
                .orShould().beAnnotatedWith("jakarta.annotation.Resource").check(MAIN);
        methods().should().notBeAnnotatedWith(Autowired.class).check(MAIN);
    }

    @Test
    void a_name_says_what_a_thing_is() {
        noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)(\\$.*)?")
                .because("nouns of the shop tell more").check(MAIN);
    }

    @Test
    void time_is_java_time() {
        noClasses().should().dependOnClassesThat().belongToAnyOf(Date.class, Calendar.class)
                .check(MAIN);
    }

    @Test
    void what_a_start_prepares_is_there_before_the_port_opens() {
        noClasses().should().implement(ApplicationRunner.class)
                .orShould().implement(CommandLineRunner.class)
                .because("they run when requests come in already; SmartInitializingSingleton does"
                        + " not")
                .check(MAIN);
    }

    @Test
    void only_what_speaks_to_the_operator_prints() {
        noClasses().that().resideOutsideOfPackages(CONSOLES)
                .should().accessField(System.class, "out").orShould().accessField(System.class,
                        "err")
                .because("the rest logs").check(MAIN);
    }

    @Test
    void money_is_a_long() {
        fields().that().areDeclaredInClassesThat().resideInAnyPackage(MONEY)
                .should().notHaveRawType(FRACTIONS).check(MAIN);
        noCodeUnits().that().areDeclaredInClassesThat().resideInAnyPackage(MONEY)
                .should().haveRawParameterTypes(anyFraction())
                .orShould().haveRawReturnType(FRACTIONS).check(MAIN);
    }

    @Test
    void only_web_turns_surprises_into_answers() {
        methods().that().areAnnotatedWith(ExceptionHandler.class)
                .should().beDeclaredInClassesThat().resideInAPackage("..web..")
                .allowEmptyShould(true).check(MAIN);
    }

    private static final DescribedPredicate<JavaClass> FRACTIONS = DescribedPredicate.describe(
            "float or double", type -> type.getBaseComponentType().getName()
                    .matches("float|double|java\\.lang\\.(Float|Double)"));

    private static DescribedPredicate<java.util.List<JavaClass>> anyFraction() {
        return DescribedPredicate.describe("a float or double among them",
                types -> types.stream().anyMatch(FRACTIONS));
    }
}
