package sparksoftmax.checkpoint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import sparksoftmax.state.State;

/**
 * How a state is written: {@link #MAGIC}, {@link #VERSION}, the number of values, then for each value its name
 * (modified UTF-8), a letter for its type, for an array its length (8 bytes), and the value, all big-endian; at the end
 * the CRC-32C of all bytes before, 8 bytes. There is no Java serialization, so a file can hold nothing but numbers and
 * texts.
 */
final class StateFormat {
    /** "SoftmaxF". */
    private static final long MAGIC = 0x536f66746d617846L;

    private static final int VERSION = 1;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MOST_VALUES = 1 << 20;

    private static final char TEXT = 's';
    private static final char INTEGER = 'l';
    private static final char NUMBER = 'd';
    private static final char DOUBLES = 'D';
    private static final char FLOATS = 'F';

    private StateFormat() {}

    /** Writes a state; the stream stays open. */
    static void write(State state, OutputStream stream) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32C());
        DataOutputStream out = new DataOutputStream(checked);
        out.writeLong(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(state.all().size());
        for (Map.Entry<String, Object> entry : state.all().entrySet()) {
            out.writeUTF(entry.getKey());
            writeValue(entry.getValue(), out);
        }
        out.flush();
        long sum = checked.getChecksum().getValue();
        out.writeLong(sum);
        out.flush();
    }

    private static void writeValue(Object value, DataOutputStream out) throws IOException {
        if (value instanceof String text) {
            out.writeByte(TEXT);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        } else if (value instanceof Long integer) {
            out.writeByte(INTEGER);
            out.writeLong(integer);
        } else if (value instanceof Double number) {
            out.writeByte(NUMBER);
            out.writeDouble(number);
        } else if (value instanceof double[] numbers) {
            out.writeByte(DOUBLES);
            out.writeLong(numbers.length);
            writeDoubles(numbers, out);
        } else {
            float[] numbers = (float[]) value;
            out.writeByte(FLOATS);
            out.writeLong(numbers.length);
            writeFloats(numbers, out);
        }
    }

    private static void writeDoubles(double[] numbers, DataOutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (int from = 0; from < numbers.length; from += BUFFER_BYTES / Double.BYTES) {
            int length = Math.min(BUFFER_BYTES / Double.BYTES, numbers.length - from);
            buffer.asDoubleBuffer().put(numbers, from, length);
            out.write(buffer.array(), 0, length * Double.BYTES);
        }
    }

    private static void writeFloats(float[] numbers, DataOutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (int from = 0; from < numbers.length; from += BUFFER_BYTES / Float.BYTES) {
            int length = Math.min(BUFFER_BYTES / Float.BYTES, numbers.length - from);
            buffer.asFloatBuffer().put(numbers, from, length);
            out.write(buffer.array(), 0, length * Float.BYTES);
        }
    }

    /**
     * Reads a state.
     *
     * @param fileBytes the length of the file, which bounds those of arrays
     * @throws IOException if the file was not written to its end, has changed since, or is none of this format
     */
    static State read(InputStream stream, long fileBytes) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(stream, new CRC32C());
        DataInputStream in = new DataInputStream(checked);
        if (in.readLong() != MAGIC) {
            throw new IOException("it is not the state of a fit");
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException(
                    "its format is " + version + ", but this version of the library reads format " + VERSION + " only");
        }
        int numValues = in.readInt();
        if (numValues < 0 || numValues > MOST_VALUES) {
            throw new IOException("it is damaged: it would have " + numValues + " values");
        }
        State state = new State();
        for (int i = 0; i < numValues; i++) {
            readValue(in, fileBytes, state);
        }
        long sum = checked.getChecksum().getValue();
        if (in.readLong() != sum || in.read() >= 0) {
            throw new IOException("it is damaged: its checksum is not that of its contents");
        }
        return state;
    }

    private static void readValue(DataInputStream in, long fileBytes, State state) throws IOException {
        String name = in.readUTF();
        char type = (char) in.readUnsignedByte();
        if (state.has(name)) {
            throw new IOException("it is damaged: it has two values of name " + name);
        }
        switch (type) {
            case TEXT -> {
                byte[] bytes = new byte[length(in.readInt(), Byte.BYTES, fileBytes)];
                in.readFully(bytes);
                state.put(name, new String(bytes, StandardCharsets.UTF_8));
            }
            case INTEGER -> state.put(name, in.readLong());
            case NUMBER -> state.put(name, in.readDouble());
            case DOUBLES -> state.put(name, readDoubles(length(in.readLong(), Double.BYTES, fileBytes), in));
            case FLOATS -> state.put(name, readFloats(length(in.readLong(), Float.BYTES, fileBytes), in));
            default -> throw new IOException("it is damaged: there is no type " + (int) type);
        }
    }

    /** Checked before memory is allocated, since the checksum is known only at the end. */
    private static int length(long length, int bytes, long fileBytes) throws IOException {
        if (length < 0 || length > fileBytes / bytes || length > Integer.MAX_VALUE - 8) {
            throw new IOException("it is damaged: an array would have " + length + " elements");
        }
        return (int) length;
    }

    private static double[] readDoubles(int length, DataInputStream in) throws IOException {
        double[] numbers = new double[length];
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (int from = 0; from < length; from += BUFFER_BYTES / Double.BYTES) {
            int part = Math.min(BUFFER_BYTES / Double.BYTES, length - from);
            in.readFully(buffer.array(), 0, part * Double.BYTES);
            buffer.asDoubleBuffer().get(numbers, from, part);
        }
        return numbers;
    }

    private static float[] readFloats(int length, DataInputStream in) throws IOException {
        float[] numbers = new float[length];
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (int from = 0; from < length; from += BUFFER_BYTES / Float.BYTES) {
            int part = Math.min(BUFFER_BYTES / Float.BYTES, length - from);
            in.readFully(buffer.array(), 0, part * Float.BYTES);
            buffer.asFloatBuffer().get(numbers, from, part);
        }
        return numbers;
    }
}
