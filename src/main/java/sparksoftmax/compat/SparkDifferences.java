package sparksoftmax.compat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * What differs between the versions of Spark that one jar of this library runs on. It is the only class that looks for
 * members of Spark when the program runs, and so can use those that not every version has. What differs so much that
 * the sources differ is in the folders {@code src/main/spark-4} and {@code src/main/spark-3.5}.
 */
public final class SparkDifferences {
    /** {@code saveToLocal} and {@code loadFromLocal} came with Spark 4.1; null in earlier versions. */
    private static final ThreadLocal<?> LOCAL_SAVING = localSaving();

    private SparkDifferences() {}

    private static ThreadLocal<?> localSaving() {
        try {
            return (ThreadLocal<?>) Class.forName("org.apache.spark.ml.util.ReadWriteUtils")
                    .getMethod("localSavingModeState")
                    .invoke(null);
        } catch (ClassNotFoundException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This version of Spark has local saving in another form than Spark 4.1 and 4.2: this version of"
                            + " the library cannot work with it.",
                    e);
        }
    }

    /** Whether Spark can save to, and load from, the local file system without a session. */
    public static boolean hasLocalSaving() {
        return LOCAL_SAVING != null;
    }

    /** Whether Spark is saving to, or loading from, the local file system without a session, in this thread. */
    public static boolean isLocalSaving() {
        return LOCAL_SAVING != null && (Boolean) LOCAL_SAVING.get();
    }

    /**
     * Calls a method of a Scala object whose last parameters have default values, with these values: versions of Spark
     * differ in how many such parameters the method has.
     *
     * @param object the Scala object
     * @param name the name of the method, which must not be overloaded
     * @param arguments those of the parameters before
     * @throws IllegalStateException if there is no such method
     */
    public static Object callWithDefaults(Object object, String name, Object... arguments) {
        try {
            Method method = method(object, name);
            Object[] all = Arrays.copyOf(arguments, method.getParameterCount());
            for (int i = arguments.length; i < all.length; i++) {
                all[i] = method(object, name + "$default$" + (i + 1)).invoke(object);
            }
            return method.invoke(object, all);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Method method(Object object, String name) {
        return Arrays.stream(object.getClass().getMethods())
                .filter(method -> method.getName().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalStateException(
                        "This version of Spark has no " + object.getClass().getName() + "." + name
                                + ": this version of the library cannot work with it."));
    }
}
