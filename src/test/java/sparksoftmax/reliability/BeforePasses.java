package sparksoftmax.reliability;

import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import sparksoftmax.classification.TrainingListener;

/** Disturbs a fit before some of its passes, which are chosen at random. */
final class BeforePasses implements TrainingListener {
    /** What disturbs a fit. */
    interface Fault {
        /** Disturbs it, in the thread of the fit. */
        void inject() throws Exception;
    }

    private final Set<Integer> passes;
    private final Fault fault;
    private int injected;
    private Exception failure;

    /**
     * @param numFaults how often
     * @param numPasses the number of passes of the fit; the last one is not disturbed
     */
    BeforePasses(int numFaults, int numPasses, RandomGenerator random, Fault fault) {
        TreeSet<Integer> chosen = new TreeSet<>();
        while (chosen.size() < numFaults) {
            chosen.add(random.nextInt(numPasses - 1));
        }
        this.passes = chosen;
        this.fault = fault;
    }

    @Override
    public void onPass(Pass pass) {
        if (failure == null && passes.contains(pass.number())) {
            try {
                fault.inject();
                injected++;
            } catch (Exception e) {
                // An exception of a listener does not end the fit.
                failure = e;
            }
        }
    }

    /** The number of faults that were injected. */
    int injected() throws Exception {
        if (failure != null) {
            throw failure;
        }
        return injected;
    }

    @Override
    public String toString() {
        return "before the passes after " + passes;
    }
}
