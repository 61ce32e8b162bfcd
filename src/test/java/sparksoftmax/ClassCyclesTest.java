package sparksoftmax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No cycles among the classes of a package, as far as that is reached. */
class ClassCyclesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("sparksoftmax");

    /**
     * One cycle remains in {@code classification}: the classes of a fit take and return estimator and model, and
     * {@code partialFit} of the model creates an estimator.
     */
    @Test
    void classification() {
        assertEquals(
                Set.of(Set.of("SoftmaxClassifier", "Fit", "FitRequest", "ModelBuilder", "SoftmaxClassificationModel")),
                ClassCycles.in(CLASSES, "sparksoftmax.classification"));
    }

    @Test
    void packagesWithoutCycles() {
        for (String name : new String[] {"export", "report"}) {
            assertEquals(Set.of(), ClassCycles.in(CLASSES, "sparksoftmax." + name), name);
        }
    }
}
