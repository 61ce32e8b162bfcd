package sparksoftmax.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 checksum of successive values. Numbers count as their bytes, the highest first. */
public final class Sha256 {
    private static final int CHUNK = 1 << 13;

    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Double.BYTES);

    /** A checksum of nothing yet. */
    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /** Adds a text as UTF-8. */
    public Sha256 add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds a number. */
    public Sha256 add(int value) {
        return add(new int[] {value});
    }

    /** Adds numbers. */
    public Sha256 add(int[] values) {
        for (int start = 0; start < values.length; start += CHUNK) {
            int size = Math.min(CHUNK, values.length - start);
            buffer.asIntBuffer().put(values, start, size);
            digest.update(buffer.array(), 0, size * Integer.BYTES);
        }
        return this;
    }

    /** Adds numbers; -0.0 and 0.0 differ. */
    public Sha256 add(double[] values) {
        for (int start = 0; start < values.length; start += CHUNK) {
            int size = Math.min(CHUNK, values.length - start);
            buffer.asDoubleBuffer().put(values, start, size);
            digest.update(buffer.array(), 0, size * Double.BYTES);
        }
        return this;
    }

    /** Adds all bytes of a stream. */
    public Sha256 add(InputStream in) throws IOException {
        for (int size = in.read(buffer.array()); size >= 0; size = in.read(buffer.array())) {
            digest.update(buffer.array(), 0, size);
        }
        return this;
    }

    /** The checksum in hexadecimal digits. No more may be added then. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
