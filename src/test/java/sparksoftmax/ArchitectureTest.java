package sparksoftmax;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packages and the dependencies allowed between them, as architecture.md has them. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("sparksoftmax");

    /** What each package may depend on of ours. */
    private static final Map<String, List<String>> ALLOWED = Map.ofEntries(
            Map.entry("app", List.of("classification", "report", "table", "kernel", "storage", "compat")),
            Map.entry("table", List.of("classification", "compat")),
            Map.entry("connect", List.of("classification")),
            Map.entry(
                    "classification",
                    List.of(
                            "scoring",
                            "training",
                            "inference",
                            "rows",
                            "columns",
                            "features",
                            "loss",
                            "memory",
                            "optim",
                            "export",
                            "ui",
                            "storage",
                            "compat")),
            Map.entry("inference", List.of("cluster", "rows", "curvature", "features", "loss", "block", "sums")),
            Map.entry("scoring", List.of("cluster", "columns", "loss", "kernel", "compat")),
            Map.entry(
                    "training",
                    List.of(
                            "cluster",
                            "driver",
                            "rows",
                            "curvature",
                            "local",
                            "features",
                            "loss",
                            "memory",
                            "optim",
                            "block",
                            "sums",
                            "kernel",
                            "state",
                            "checkpoint")),
            Map.entry("cluster", List.of("driver", "rows", "features", "block", "sums", "compat")),
            Map.entry("driver", List.of("block", "sums")),
            Map.entry("rows", List.of("columns", "block")),
            Map.entry("columns", List.of("compat")),
            Map.entry("curvature", List.of("features", "optim", "block", "sums", "kernel")),
            Map.entry("local", List.of("loss", "block", "sums", "kernel")),
            Map.entry("memory", List.of("features", "loss", "block", "sums", "parallel", "kernel")),
            Map.entry("features", List.of("optim", "block", "sums", "parallel")),
            Map.entry("loss", List.of("block", "sums", "kernel")),
            Map.entry("optim", List.of("parallel", "state")),
            Map.entry("checkpoint", List.of("state")),
            Map.entry("state", List.of()),
            Map.entry("block", List.of("sums", "kernel", "parallel")),
            Map.entry("sums", List.of("parallel")),
            Map.entry("parallel", List.of()),
            Map.entry("kernel", List.of()),
            Map.entry("export", List.of()),
            Map.entry("storage", List.of()),
            Map.entry("scorer", List.of("loss", "kernel")),
            Map.entry("report", List.of("charts")),
            Map.entry("ui", List.of("charts", "compat")),
            Map.entry("compat", List.of()),
            Map.entry("charts", List.of()));

    /** The packages that know neither Spark nor Scala. */
    private static final List<String> WITHOUT_SPARK = List.of(
            "kernel",
            "sums",
            "block",
            "driver",
            "loss",
            "features",
            "curvature",
            "local",
            "memory",
            "optim",
            "parallel",
            "scorer",
            "report",
            "charts",
            "state");

    @Test
    void dependenciesBetweenPackagesAreThoseAllowed() {
        ALLOWED.forEach((name, allowed) -> {
            String[] others = ALLOWED.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .map(other -> "sparksoftmax." + other + "..")
                    .toArray(String[]::new);
            if (others.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("sparksoftmax." + name + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others)
                        .check(CLASSES);
            }
        });
    }

    @Test
    void everyPackageIsListed() {
        TreeSet<String> packages = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.substring("sparksoftmax.".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(ALLOWED.keySet()), packages);
    }

    @Test
    void classesOfAPackageHaveNoCycles() {
        Map<String, Set<Set<String>>> cycles = new TreeMap<>();
        for (String name : ALLOWED.keySet()) {
            Set<Set<String>> found = ClassCycles.in(CLASSES, "sparksoftmax." + name);
            if (!found.isEmpty()) {
                cycles.put(name, found);
            }
        }
        assertEquals(Map.of(), cycles);
    }

    @Test
    void mathematicsKnowsNoSpark() {
        String[] packages = WITHOUT_SPARK.stream()
                .map(name -> "sparksoftmax." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.apache..", "scala..").and(not(resideInAPackage("org.apache.batik.."))))
                .check(CLASSES);
    }

    @Test
    void onlyTheClusterNamesRddsAndBroadcasts() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sparksoftmax.cluster..")
                .should()
                .dependOnClassesThat(describe(
                        "are RDDs, broadcasts or contexts made of them",
                        type -> type.getPackageName().startsWith("org.apache.spark.rdd")
                                || type.getPackageName().startsWith("org.apache.spark.broadcast")
                                || type.getName().startsWith("org.apache.spark.api.java.JavaRDD")))
                .check(CLASSES);
    }

    /** The plan is made without Spark: of settings, statistics and facts that are plain values. */
    @Test
    void thePlanIsMadeWithoutSpark() {
        noClasses()
                .that(describe(
                        "decide",
                        type -> type.getPackageName().equals("sparksoftmax.training")
                                && (type.getSimpleName().startsWith("Plan")
                                        || type.getName().contains("Partitioning"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache..", "scala..")
                .check(CLASSES);
    }

    /** The classes of Spark's UI are not public, so they are used in one place. */
    @Test
    void onlyTheTabKnowsSparksUi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sparksoftmax.ui..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark.ui..", "jakarta..")
                .check(CLASSES);
    }

    /** What differs between versions of Spark is known in one place; the kernel looks for the Vector API. */
    @Test
    void onlyCompatUsesReflectionOnSpark() {
        noClasses()
                .that()
                .resideOutsideOfPackages("sparksoftmax.compat..", "sparksoftmax.kernel..")
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(Method.class, "invoke", Object.class, Object[].class)
                .check(CLASSES);
    }

    /** Most Sparks have no Connect server on their class path. */
    @Test
    void onlyThePluginKnowsSparkConnect() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sparksoftmax.connect..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sparksoftmax.connect..", "org.apache.spark.sql.connect..")
                .check(CLASSES);
    }

    @Test
    void librariesStayInTheirPackages() {
        noClasses()
                .that(describe("are not of the application", type -> !type.getPackageName()
                        .endsWith(".app")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("picocli..", "me.tongfei.."))
                .check(CLASSES);
        noClasses()
                .that(describe(
                        "are not of the report", type -> !type.getPackageName().endsWith(".report")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.knowm..", "freemarker..", "org.apache.batik.."))
                .check(CLASSES);
        noClasses()
                .that(describe(
                        "are not of the export", type -> !type.getPackageName().endsWith(".export")))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("ai.onnx..", "com.google.protobuf..", "org.sparkproject..", "jakarta.xml.."))
                .check(CLASSES);
        classes()
                .that(resideInAPackage("sparksoftmax.scorer.."))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "sparksoftmax..", "com.google.gson.stream", "com.google.gson"))
                .check(CLASSES);
        noClasses()
                .that(describe(
                        "are not of the scorer", type -> !type.getPackageName().endsWith(".scorer")))
                .should()
                .dependOnClassesThat(resideInAPackage("com.google.gson.."))
                .check(CLASSES);
        classes()
                .that(resideInAnyPackage("sparksoftmax.."))
                .should()
                .onlyDependOnClassesThat(describe(
                        "are not json4s", type -> !type.getPackageName().startsWith("org.json4s")))
                .check(CLASSES);
    }
}
