package sparksoftmax.cluster;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A value on the driver that tasks use. Each executor fetches it once, when a task first needs it, so that it does not
 * travel with every task. It is broadcast when it is first requested, and again if another Spark context has been
 * started since. Nothing needs to be released: Spark removes the broadcast from the executors when neither this object
 * nor a plan that uses it can be reached any more. Thread safe.
 *
 * @param <T> a type that Java and Kryo can serialize
 */
public final class BroadcastValue<T> {
    private final T value;
    private SparkContext context;
    private Reference<T> reference;

    /** Nothing is sent yet. */
    public BroadcastValue(T value) {
        this.value = value;
    }

    /** The value itself. */
    public T value() {
        return value;
    }

    /** What tasks of a Spark context capture instead of the value. */
    public synchronized Reference<T> on(SparkContext current) {
        if (context != current) {
            reference =
                    new Reference<>(JavaSparkContext.fromSparkContext(current).broadcast(value));
            context = current;
        }
        return reference;
    }

    /**
     * Refers to a broadcast value: small when it is serialized, wherever the value is.
     *
     * @param <T> the type of the value
     */
    public static final class Reference<T> implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Broadcast<T> broadcast;

        /** What {@link #broadcast} refers to, since asking it takes a lock, and this method is called for every row. */
        private transient T value;

        private Reference(Broadcast<T> broadcast) {
            this.broadcast = broadcast;
        }

        /** The value; the first call on an executor fetches it. */
        public T value() {
            if (value == null) {
                value = broadcast.value();
            }
            return value;
        }
    }
}
