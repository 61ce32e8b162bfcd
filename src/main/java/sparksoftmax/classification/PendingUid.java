package sparksoftmax.classification;

/**
 * Provides the uid of an instance while the constructors of Spark's Scala classes run. These create Params, for which
 * they call {@code uid()}, before any field of a Java subclass can be set. Therefore the uid is stored here while the
 * arguments of {@code this(...)} are evaluated, {@code uid()} returns it from here until the field is set, and the
 * constructor then removes it with {@link #take}. Storage is per thread, and constructors may be nested.
 */
final class PendingUid {
    private static final ThreadLocal<PendingUid> CURRENT = new ThreadLocal<>();

    private final String uid;
    private final PendingUid outer;

    private PendingUid(String uid, PendingUid outer) {
        this.uid = uid;
        this.outer = outer;
    }

    /** Stores a uid until {@link #take} is called. */
    static PendingUid of(String uid) {
        PendingUid pending = new PendingUid(uid, CURRENT.get());
        CURRENT.set(pending);
        return pending;
    }

    /** The uid of the instance that this thread is constructing. */
    static String current() {
        return CURRENT.get().uid;
    }

    /** Removes the uid and returns it. */
    String take() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
        return uid;
    }
}
