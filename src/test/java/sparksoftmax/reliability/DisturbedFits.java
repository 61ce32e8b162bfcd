package sparksoftmax.reliability;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cluster and a session for the tests of a class, which disturb fits. All executors run when a test begins. When it
 * ends, nothing of its fits may remain, and what happened goes into the report.
 */
final class DisturbedFits implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final Map<String, String> settings;
    private final String[] options;
    private final Map<ClusterEvent, Integer> before = new EnumMap<>(ClusterEvent.class);
    private ClusterFits fits;

    /**
     * @param settings of the session
     * @param options of the script that starts the cluster
     */
    DisturbedFits(Map<String, String> settings, String... options) {
        this.settings = settings;
        this.options = options;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        fits = ClusterFits.start(settings, options);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        fits.awaitExecutors();
        for (ClusterEvent event : ClusterEvent.values()) {
            before.put(event, fits.events().count(event));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        fits.assertNothingRemains();
        Map<ClusterEvent, Integer> happened = new EnumMap<>(ClusterEvent.class);
        for (ClusterEvent event : ClusterEvent.values()) {
            happened.put(event, numberOf(event));
        }
        fits.report(
                context.getRequiredTestMethod().getName() + " " + context.getDisplayName(),
                Stream.of(ClusterEvent.values())
                        .filter(event -> happened.get(event) > 0)
                        .map(event -> happened.get(event) + " " + event)
                        .collect(Collectors.joining(", ")));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (fits != null) {
            fits.close();
        }
    }

    /** The fits. */
    ClusterFits fits() {
        return fits;
    }

    /** How often something has happened since the test began. */
    int numberOf(ClusterEvent event) throws Exception {
        return fits.events().count(event) - before.get(event);
    }
}
