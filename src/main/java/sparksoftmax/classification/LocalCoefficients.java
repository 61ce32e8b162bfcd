package sparksoftmax.classification;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import sparksoftmax.scoring.LinearModel;

/**
 * Coefficients in one binary file: the intercepts, then the coefficients, as the {@code ReadWriteUtils} of Spark 4.1
 * encodes them (a boolean for sparse, sizes, arrays with their lengths), which Spark 4.0 does not have. Spark's own
 * reader allocates arrays of any length that a damaged file claims to have; this one compares the length with what is
 * left of the file first.
 */
final class LocalCoefficients {
    private final DataInputStream in;
    private long left;

    private LocalCoefficients(DataInputStream in, long length) {
        this.in = in;
        left = length;
    }

    static void write(FileSystem files, Path file, LinearModel model) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(files.create(file, false)))) {
            write(model.intercepts(), out);
            write(model.coefficients(), out);
        }
    }

    private static void write(Vector vector, DataOutputStream out) throws IOException {
        out.writeBoolean(vector instanceof SparseVector);
        if (vector instanceof SparseVector sparse) {
            out.writeInt(sparse.size());
            write(sparse.indices(), out);
            write(sparse.values(), out);
        } else {
            write(vector.toArray(), out);
        }
    }

    private static void write(Matrix matrix, DataOutputStream out) throws IOException {
        out.writeBoolean(matrix instanceof SparseMatrix);
        out.writeInt(matrix.numRows());
        out.writeInt(matrix.numCols());
        out.writeBoolean(matrix.isTransposed());
        if (matrix instanceof SparseMatrix sparse) {
            write(sparse.colPtrs(), out);
            write(sparse.rowIndices(), out);
            write(sparse.values(), out);
        } else {
            write(((DenseMatrix) matrix).values(), out);
        }
    }

    private static void write(int[] values, DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    private static void write(double[] values, DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the file is too short or too long
     * @throws IllegalArgumentException if the arrays do not fit together
     */
    static LinearModel read(FileSystem files, Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(files.open(file)))) {
            LocalCoefficients reader =
                    new LocalCoefficients(in, files.getFileStatus(file).getLen());
            Vector intercepts = reader.vector();
            Matrix coefficients = reader.matrix();
            if (reader.left != 0) {
                throw new IOException("there are " + reader.left + " bytes after the coefficients");
            }
            return new LinearModel(coefficients, intercepts);
        }
    }

    private Vector vector() throws IOException {
        if (!flag()) {
            return new DenseVector(doubles());
        }
        int size = integer();
        return new SparseVector(size, integers(), doubles());
    }

    private Matrix matrix() throws IOException {
        boolean sparse = flag();
        int numRows = integer();
        int numCols = integer();
        boolean transposed = flag();
        return sparse
                ? new SparseMatrix(numRows, numCols, integers(), integers(), doubles(), transposed)
                : new DenseMatrix(numRows, numCols, doubles(), transposed);
    }

    private void take(long bytes) throws IOException {
        if (bytes < 0 || bytes > left) {
            throw new IOException("it is shorter than its arrays, or their lengths are damaged");
        }
        left -= bytes;
    }

    private boolean flag() throws IOException {
        take(1);
        return in.readBoolean();
    }

    private int integer() throws IOException {
        take(Integer.BYTES);
        return in.readInt();
    }

    private int[] integers() throws IOException {
        int[] values = new int[length(Integer.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readInt();
        }
        return values;
    }

    private double[] doubles() throws IOException {
        double[] values = new double[length(Double.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }

    /** The length of an array, which the file has room for. */
    private int length(int bytesPerValue) throws IOException {
        int length = integer();
        take((long) length * bytesPerValue);
        return length;
    }
}
