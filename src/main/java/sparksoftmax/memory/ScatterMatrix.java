package sparksoftmax.memory;

import java.util.Arrays;
import sparksoftmax.kernel.DenseShape;
import sparksoftmax.kernel.Kernel;
import sparksoftmax.kernel.Kernels;

/**
 * Sums S = Σ w z zᵀ, [F x F], for rows z with weights w. The kernel of dense gradients computes it in single precision,
 * as the gradient of a model of F classes with the multipliers w z; the sums of {@value #MOST_FLOAT_ROWS} rows at a
 * time are then added in double precision. Not thread safe.
 */
final class ScatterMatrix {
    /** The number of rows that are multiplied at once, so that the product is read and written less often. */
    private static final int TILE_ROWS = 64;

    private static final int MOST_FLOAT_ROWS = 1024;

    private final int numFeatures;
    private final double unit;
    private final Kernel kernel = Kernels.best();
    private final DenseShape shape;

    /** Rows z and their multipliers w z, as {@link #shape} says. */
    private final float[] rows;

    private final float[] weighted;
    private int inTile;

    /** Sums of the last rows, as {@link #shape} says. */
    private final float[] product;

    private int inProduct;

    /** Sums of the rows before them: the upper triangle, row by row. */
    private final double[] triangle;

    /** @param unit what weights are divided by in single precision, so that they are neither too large nor too small */
    ScatterMatrix(int numFeatures, double unit) {
        this.numFeatures = numFeatures;
        this.unit = unit;
        shape = kernel.shape(numFeatures, numFeatures);
        rows = new float[TILE_ROWS * shape.stride()];
        weighted = new float[TILE_ROWS * shape.rowStride()];
        product = new float[shape.length()];
        triangle = new double[numFeatures * (numFeatures + 1) / 2];
    }

    /** Adds w z zᵀ for the first F values of {@code z}. */
    void add(double weight, double[] z) {
        int row = inTile * shape.stride();
        int multipliers = inTile * shape.rowStride();
        double factor = weight / unit;
        for (int j = 0; j < numFeatures; j++) {
            rows[row + j] = (float) z[j];
            weighted[multipliers + j] = (float) (factor * z[j]);
        }
        if (++inTile == TILE_ROWS) {
            addTile();
        }
    }

    private void addTile() {
        kernel.addGradient(shape, rows, 0, inTile, weighted, product);
        inProduct += inTile;
        inTile = 0;
        if (inProduct >= MOST_FLOAT_ROWS) {
            addProduct();
        }
    }

    private void addProduct() {
        int at = 0;
        for (int i = 0; i < numFeatures; i++) {
            for (int j = i; j < numFeatures; j++) {
                triangle[at++] += unit * product[shape.index(j, i)];
            }
        }
        Arrays.fill(product, 0.0f);
        inProduct = 0;
    }

    /** Copies the upper triangle of S, row by row, to {@code target} from index {@code start} on. */
    void copyTo(double[] target, int start) {
        addTile();
        addProduct();
        System.arraycopy(triangle, 0, target, start, triangle.length);
    }
}
