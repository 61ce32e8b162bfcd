package sparksoftmax.classification;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.sql.Dataset;
import sparksoftmax.training.DataPool;

/**
 * Lets fits share packed rows: those of one call with several settings, and those that CrossValidator and
 * TrainValidationSplit make on one fold. Spark calls {@code fit} for every setting by itself and tells nobody when a
 * fold is over, so such calls are known by their place in the stack, and the rows are freed when the next fold begins,
 * when tuning ends, or, should it fail, when the fold's Dataset is garbage.
 */
final class SharedRows {
    private static final Cleaner CLEANER = Cleaner.create();

    /** Spark's own {@code fit} lies between ours and {@code train}. */
    private static final ThreadLocal<DataPool> CURRENT = new ThreadLocal<>();

    private static WeakReference<Dataset<?>> fold = new WeakReference<>(null);
    private static DataPool pool;

    private SharedRows() {}

    /** The pool that the fit in this thread is to read from; null for none. Once: a listener's own fits are others. */
    static DataPool take() {
        DataPool taken = CURRENT.get();
        CURRENT.remove();
        return taken;
    }

    /** Fits with rows from a pool. */
    static <M> M from(DataPool shared, Supplier<M> fit) {
        DataPool before = CURRENT.get();
        CURRENT.set(shared);
        try {
            return fit.get();
        } finally {
            CURRENT.set(before);
        }
    }

    /** Where a fit is called from. */
    private enum Caller {
        /** Tuning, to try a setting on a fold. */
        TRIAL,
        /** Tuning, with the best setting on all rows. */
        BEST,
        /** Anything else. */
        OTHER
    }

    /** The pool of the fold that is being tuned on; empty if no setting is being tried. */
    static synchronized Optional<DataPool> ofTuning(Dataset<?> dataset) {
        Caller caller = StackWalker.getInstance().walk(SharedRows::caller);
        if (caller == Caller.OTHER) {
            return Optional.empty();
        }
        if (fold.get() != dataset || caller == Caller.BEST) {
            if (pool != null) {
                pool.close();
            }
            pool = null;
        }
        if (caller == Caller.BEST) {
            return Optional.empty();
        }
        if (pool == null) {
            pool = new DataPool();
            fold = new WeakReference<>(dataset);
            CLEANER.register(dataset, pool::close);
        }
        return Optional.of(pool);
    }

    /** Settings are tried in futures, the best one's fit on all rows is not in one. */
    private static Caller caller(Stream<StackWalker.StackFrame> frames) {
        Iterator<String> classes =
                frames.map(StackWalker.StackFrame::getClassName).iterator();
        boolean tuning = false;
        while (classes.hasNext()) {
            String name = classes.next();
            if (name.equals(CrossValidator.class.getName()) || name.equals(TrainValidationSplit.class.getName())) {
                tuning = true;
            } else if (tuning && !name.startsWith("scala.runtime.")) {
                return name.startsWith("scala.concurrent.") ? Caller.TRIAL : Caller.BEST;
            }
        }
        return Caller.OTHER;
    }
}
