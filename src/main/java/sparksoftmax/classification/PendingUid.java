package sparksoftmax.classification;

/**
 * Makes a uid known while the constructors of Spark's Scala classes run. They create Params, whose parent is
 * {@code uid()}, before any field of a Java subclass can be set; so the uid is parked here while the arguments of
 * {@code this(...)} are evaluated, {@code uid()} answers from here until the field is set, and the constructor then
 * takes it out.
 */
final class PendingUid {
    private static final ThreadLocal<PendingUid> CURRENT = new ThreadLocal<>();

    private final String uid;
    private final PendingUid outer;

    private PendingUid(String uid, PendingUid outer) {
        this.uid = uid;
        this.outer = outer;
    }

    static PendingUid of(String uid) {
        PendingUid pending = new PendingUid(uid, CURRENT.get());
        CURRENT.set(pending);
        return pending;
    }

    static String current() {
        return CURRENT.get().uid;
    }

    String take() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
        return uid;
    }
}
