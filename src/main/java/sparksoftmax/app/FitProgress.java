package sparksoftmax.app;

import sparksoftmax.classification.TrainingListener;

/** Shows on stderr how a fit goes on. It is opened before the fit and closed after it. */
interface FitProgress extends TrainingListener, AutoCloseable {
    /** Ends the display. */
    @Override
    void close();
}
