package sparksoftmax.sums;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/** Copies of objects as they arrive at the other end of the network. */
final class Copies {
    private static final SerializerInstance KRYO =
            new KryoSerializer(new SparkConf(false).set("spark.kryo.registrationRequired", "false")).newInstance();

    private Copies() {}

    /** Through Java serialization. */
    static <T> T byJava(T original, Class<T> type) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(original);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return type.cast(in.readObject());
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Through Spark's Kryo, without registration. */
    static <T> T byKryo(T original, Class<T> type) {
        ClassTag<T> tag = ClassTag.apply(type);
        ByteBuffer bytes = KRYO.serialize(original, tag);
        return KRYO.deserialize(bytes, tag);
    }
}
