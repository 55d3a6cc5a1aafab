package io.signalbox.standalone.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.topics.TopicsUsed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.text.DateFormat;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The house as its plan draws it; each rule says how to mend what breaks it. */
@AnalyzeClasses(packages = "io.signalbox", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final List<String> SERVICES =
            List.of("gateway", "router", "apiworker", "cliworker", "metrics");

    @ArchTest
    static void servicesKnowNothingOfEachOther(JavaClasses classes) {
        for (String service : SERVICES) {
            String[] others =
                    SERVICES.stream()
                            .filter(other -> !other.equals(service))
                            .map(ArchitectureTest::all)
                            .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(all(service))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .because(
                            "services talk through topics and HTTP: move what two of them need to"
                                    + " contracts, catalog, messaging or workspaces")
                    .check(classes);
        }
    }

    @ArchTest
    static final ArchRule sharedModulesKnowNoService =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            all("contracts"),
                            all("catalog"),
                            all("messaging"),
                            all("tokens"),
                            all("workspace"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            SERVICES.stream().map(ArchitectureTest::all).toArray(String[]::new))
                    .because(
                            "compile arrows point down only: hand the value in, or move the class up"
                                    + " to the service that needs it");

    @ArchTest
    static final ArchRule contractsKnowNoFramework =
            classes()
                    .that()
                    .resideInAPackage(all("contracts"))
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            all("contracts"),
                            "java..",
                            "com.fasterxml.jackson..",
                            "com.github.f4b6a3.ulid..",
                            "org.jspecify..")
                    .because(
                            "contracts is the language that every client may read: framework code"
                                    + " belongs to messaging or to a service");

    @ArchTest
    static final ArchRule packagesOfAModuleHaveNoCycles =
            slices().matching("io.signalbox.(*).(*)..")
                    .should()
                    .beFreeOfCycles()
                    // A name, not behaviour: an attempt's id holds its job's.
                    .ignoreDependency(equivalentTo(AttemptId.class), equivalentTo(JobId.class))
                    .because(
                            "a package is a feature that can be read alone: move the class that both"
                                    + " need to the one that is used, or to one below both");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            noClasses()
                    .should()
                    .haveNameMatching(
                            ".*(Manager|Helper|Util|Utils|Impl|Data|Info|Processor)(\\$.*)?")
                    .because(
                            "these words fit everything: name what it does, with the suffixes of"
                                    + " style.md (Resource, Store, Config, Client, Strategy, Policy)");

    @ArchTest
    static final ArchRule resourcesAreNamedSoAndPublic =
            classes()
                    .that()
                    .areAnnotatedWith(Path.class)
                    .should()
                    .haveSimpleNameEndingWith("Resource")
                    .andShould()
                    .bePublic()
                    .because(
                            "one finds the HTTP interface by *Resource: rename it, make it public");

    @ArchTest
    static final ArchRule endpointsArePublic =
            methods()
                    .that()
                    .areMetaAnnotatedWith(HttpMethod.class)
                    .should()
                    .bePublic()
                    .because(
                            "Quarkus drops endpoints that are not public with only a warning:"
                                    + " make it public");

    @ArchTest
    static final ArchRule simulatorsStayOutOfServices =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(all("standalone"), all("testsupport"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(all("testsupport"))
                    .because(
                            "test-support is no part of what is deployed: give it the test scope, or"
                                    + " write the class where it is used");

    @ArchTest
    static final ArchRule timeIsOfJavaTime =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(Date.class, Calendar.class, DateFormat.class)
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .because(
                            "times are java.time: take an InstantSource for the time of day and"
                                    + " System.nanoTime() for spans");

    @ArchTest
    static void everyTopicThatAServiceNamesIsCheckedAtItsStart(JavaClasses classes) {
        for (String service : SERVICES) {
            Map<Boolean, Set<String>> topics =
                    classes.that(resideInAPackage(all(service))).stream()
                            .flatMap(named -> named.getFieldAccessesFromSelf().stream())
                            .filter(access -> access.getTargetOwner().isEquivalentTo(Topic.class))
                            .collect(
                                    Collectors.partitioningBy(
                                            access -> makesTopicsUsed(access.getOriginOwner()),
                                            Collectors.mapping(
                                                    access -> access.getTarget().getName(),
                                                    Collectors.toSet())));
            assertThat(topics.getOrDefault(true, Set.of()))
                    .as("%s: add what is missing to the bean TopicsUsed of the service", service)
                    .isNotEmpty()
                    .containsAll(topics.getOrDefault(false, Set.of()));
        }
    }

    private static boolean makesTopicsUsed(JavaClass named) {
        return named.getMethods().stream()
                .anyMatch(method -> method.getRawReturnType().isEquivalentTo(TopicsUsed.class));
    }

    @ArchTest
    static final ArchRule nullnessIsDeclared =
            classes()
                    .should(new BeInANullMarkedPackage())
                    .because(
                            "NullAway looks only there: add a package-info.java with @NullMarked and"
                                    + " one sentence on what the package owns");

    private static String all(String module) {
        return "io.signalbox." + module + "..";
    }
}
