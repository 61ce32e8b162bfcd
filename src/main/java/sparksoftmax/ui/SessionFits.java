package sparksoftmax.ui;

import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fits of each Spark context whose UI is on. The first of them adds the tab to the UI. A fit does not depend on the
 * UI: if it is off, or not of a version that the tab can be added to, nothing is shown.
 */
public final class SessionFits {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFits.class);

    /**
     * Empty where there is no tab. The values do not refer to the keys, so that a stopped context is forgotten with
     * what is recorded of it.
     */
    private static final Map<SparkContext, Optional<FitRecords>> BY_CONTEXT = new WeakHashMap<>();

    private SessionFits() {}

    /**
     * Begins to record a fit.
     *
     * @param context the Spark context it runs in
     * @param uid the name of the estimator or model
     * @param maxIter the maximum number of passes
     * @param params the Params that are set, with their values in words
     */
    public static FitRecord begin(SparkContext context, String uid, int maxIter, Map<String, String> params) {
        Optional<FitRecords> records;
        synchronized (BY_CONTEXT) {
            records = BY_CONTEXT.computeIfAbsent(context, SessionFits::withTab);
        }
        // Without a tab the record is kept by nobody.
        return records.orElseGet(FitRecords::new).begin(uid, maxIter, params);
    }

    private static Optional<FitRecords> withTab(SparkContext context) {
        FitRecords records = new FitRecords();
        try {
            return SoftmaxTab.addTo(context, records) ? Optional.of(records) : Optional.empty();
        } catch (Exception | LinkageError e) {
            // Not only RuntimeException: Scala code throws checked exceptions that it does not declare. The classes of
            // the UI are not public, so another version of Spark may lack one of them, or a method.
            LOG.debug("The Spark UI shows no tab for fits, since it could not be added.", e);
            return Optional.empty();
        }
    }
}
