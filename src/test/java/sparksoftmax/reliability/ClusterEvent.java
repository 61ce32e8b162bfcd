package sparksoftmax.reliability;

/** What Spark tells of when a fit is disturbed. */
enum ClusterEvent {
    EXECUTOR_REMOVED("executors lost"),
    EXECUTOR_DECOMMISSIONED("executors decommissioned"),
    TASK_FAILED("tasks failed"),
    SPECULATIVE_TASK("speculative tasks"),
    /** The map stage of a shuffle ran again, since some of its output was lost. */
    SHUFFLE_REPEATED("shuffles repeated");

    private final String plural;

    ClusterEvent(String plural) {
        this.plural = plural;
    }

    @Override
    public String toString() {
        return plural;
    }
}
