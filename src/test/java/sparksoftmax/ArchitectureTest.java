package sparksoftmax;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms and the arrows between them, as architecture.md has them. */
class ArchitectureTest {
    private static final int MAX_LINES = 400;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("sparksoftmax");

    /** What each package may import of ours. */
    private static final Map<String, List<String>> ARROWS = Map.of(
            "app", List.of("classification", "report"),
            "classification", List.of("training", "loss", "optim", "export"),
            "export", List.of(),
            "training", List.of("loss", "optim", "block"),
            "loss", List.of("block", "kernel"),
            "optim", List.of("kernel"),
            "block", List.of("kernel"),
            "report", List.of(),
            "kernel", List.of());

    @Test
    void importsFollowTheArrows() {
        ARROWS.forEach((room, allowed) -> {
            String[] others = ARROWS.keySet().stream()
                    .filter(other -> !other.equals(room) && !allowed.contains(other))
                    .map(other -> "sparksoftmax." + other + "..")
                    .toArray(String[]::new);
            if (others.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("sparksoftmax." + room + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others)
                        .check(CLASSES);
            }
        });
    }

    @Test
    void everyPackageIsARoom() {
        TreeSet<String> packages = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.substring("sparksoftmax.".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(ARROWS.keySet()), packages);
    }

    @Test
    void mathematicsKnowsNoSpark() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "sparksoftmax.kernel..",
                        "sparksoftmax.block..",
                        "sparksoftmax.loss..",
                        "sparksoftmax.optim..",
                        "sparksoftmax.report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache..", "scala..", "breeze..")
                .check(CLASSES);
    }

    @Test
    void librariesStayInTheirRooms() {
        noClasses()
                .that(describe("are not of the application", type -> !type.getPackageName()
                        .endsWith(".app")))
                .should()
                .dependOnClassesThat(resideInAPackage("picocli.."))
                .check(CLASSES);
        noClasses()
                .that(describe(
                        "are not of the report", type -> !type.getPackageName().endsWith(".report")))
                .should()
                .dependOnClassesThat(resideInAPackage("org.knowm.."))
                .check(CLASSES);
        classes()
                .that(resideInAnyPackage("sparksoftmax.."))
                .should()
                .onlyDependOnClassesThat(describe(
                        "are not json4s", type -> !type.getPackageName().startsWith("org.json4s")))
                .check(CLASSES);
    }

    @Test
    void noSourceFileIsLongerThanFourHundredLines() throws IOException {
        Map<String, Long> tooLong = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                long lines = Files.readAllLines(file).size();
                if (lines > MAX_LINES && file.startsWith("src/main")) {
                    tooLong.put(file.toString(), lines);
                }
            }
        }
        assertTrue(tooLong.isEmpty(), tooLong.toString());
    }
}
