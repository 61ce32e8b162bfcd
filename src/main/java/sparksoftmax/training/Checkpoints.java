package sparksoftmax.training;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import sparksoftmax.checkpoint.CheckpointFolder;
import sparksoftmax.state.State;

/**
 * Saves the state of a fit after every few passes, so that the same fit can be resumed after the driver has died, and
 * finds the state from which to resume. One object is made for each fit.
 */
final class Checkpoints {
    private static final String IDENTITY = "identity: ";
    private static final String PASS = "pass";

    /** Differences of these do not change what is trained, but may change the last digits. */
    private static final String PARTITIONS = "partitions";

    private static final int MOST_DIFFERENCES = 5;

    private final CheckpointFolder folder;
    private final int interval;
    private final FitLog log;
    private final State found;
    private final Map<String, String> identity = new TreeMap<>();
    private String partitions = "";
    private boolean failed;

    private Checkpoints(CheckpointFolder folder, int interval, FitLog log, State found) {
        this.folder = folder;
        this.interval = interval;
        this.log = log;
        this.found = found;
    }

    /**
     * Opens the folder and reads the newest state, if there is one.
     *
     * @param settings where and how often; null for never
     * @return null if no states are asked for
     * @throws IllegalArgumentException if the folder cannot be used
     */
    static Checkpoints open(CheckpointSettings settings, Configuration configuration, FitLog log) {
        if (settings == null || settings.interval() < 1) {
            return null;
        }
        try {
            CheckpointFolder folder = CheckpointFolder.open(settings.path(), configuration);
            return new Checkpoints(
                    folder, settings.interval(), log, folder.newest().orElse(null));
        } catch (IOException | RuntimeException e) {
            // Hadoop throws RuntimeExceptions for file systems that it does not have, and for what is no path.
            throw new IllegalArgumentException(
                    "checkpointPath must be a folder that can be read and written, but '" + settings.path()
                            + "' is not: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Says what the fit is.
     *
     * @param more what must be the same when the fit is resumed, by name
     * @throws IllegalArgumentException if the state that was found is of another fit
     */
    void expect(Map<String, String> more) {
        identity.putAll(more);
        if (found == null) {
            return;
        }
        List<String> differences = new ArrayList<>();
        more.forEach((name, value) -> {
            String saved = found.has(IDENTITY + name) ? found.text(IDENTITY + name) : "not known";
            if (!saved.equals(value)) {
                differences.add(name + " was " + saved + " and is now " + value);
            }
        });
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(
                    "The folder of checkpointPath must be empty or have the state of the same"
                            + " fit, but '" + folder + "' has the state of another one: "
                            + String.join(", ", differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())))
                            + (differences.size() > MOST_DIFFERENCES ? ", ..." : "")
                            + ". To start anew, delete the folder or choose another one.");
        }
    }

    /** Says how the rows are distributed; a difference is logged. */
    void expectPartitions(String description) {
        partitions = description;
        if (found != null && !found.text(PARTITIONS).equals(description)) {
            log.warn(
                    "The rows are distributed in another way than when the state of pass {} was saved ({}, now {}): the"
                            + " last digits of the model may differ from those of an undisturbed fit.",
                    found.integer(PASS),
                    found.text(PARTITIONS),
                    description);
        }
    }

    /** The state from which the fit goes on; null if it starts from the beginning. */
    State resumed() {
        return found;
    }

    /** Whether the state after a pass is to be saved. */
    boolean isDue(int pass) {
        return pass > 0 && pass % interval == 0 && (found == null || pass > found.integer(PASS));
    }

    /** Saves the state after a pass. If that fails, training goes on. */
    void save(int pass, Consumer<State> parts) {
        State state = new State();
        state.put(PASS, pass);
        identity.forEach((name, value) -> state.put(IDENTITY + name, value));
        state.put(PARTITIONS, partitions);
        parts.accept(state);
        try {
            folder.save(pass, state);
            log.info("The state after pass {} is saved in {}.", pass, folder);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("training was interrupted", e);
        } catch (IOException | UnsupportedOperationException e) {
            if (!failed) {
                log.warn(
                        "The state after pass {} could not be saved in {} (checkpointPath): {}. Training goes on.",
                        pass,
                        folder,
                        e.toString());
            }
            failed = true;
        }
    }

    /** Deletes the states of a fit that has ended. */
    void clear() {
        try {
            folder.clear();
        } catch (IOException | UnsupportedOperationException e) {
            log.warn("The states in {} (checkpointPath) could not be deleted: {}.", folder, e.toString());
        }
    }
}
