package sparksoftmax.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * {@link LoopKernel}, and from the time on when it is asked for and compiled, {@code VectorKernel}, one operation after
 * another. Both have the same results.
 */
final class GradualKernel extends PlainKernel {
    /** Few, since it is the number of calls that makes Java compile; a multiple of the rows that are added together. */
    private static final int SAMPLE_ROWS = 8;

    private static final int SAMPLE_VALUES = 64;

    /** Samples of sparse rows have only so many features, since all coefficients may take gigabytes. */
    private static final int SAMPLE_FEATURES = 1024;

    private final Kernel vector;
    private final String description;
    private final WarmUp<Kernel> marginsByFeature;
    private final WarmUp<Kernel> marginsInPanels;
    private final WarmUp<Kernel> gradientByFeature;
    private final WarmUp<Kernel> gradientInPanels;
    private final WarmUp<Kernel> squaredNorm;
    private final WarmUp<Kernel> sparseProducts;
    private final WarmUp<Kernel> addSparseProducts;
    private final WarmUp<Kernel> scaleSparse;
    private final WarmUp<Kernel> shrinkSparse;
    private final WarmUp<Kernel> addProduct;
    private final WarmUp<Kernel> addDenseProduct;

    /** @param vector the kernel to change to */
    GradualKernel(Kernel vector) {
        this.vector = vector;
        Kernel loops = new LoopKernel(vector);
        description = loops.description();
        marginsByFeature = new WarmUp<>(loops, vector);
        marginsInPanels = new WarmUp<>(loops, vector);
        gradientByFeature = new WarmUp<>(loops, vector);
        gradientInPanels = new WarmUp<>(loops, vector);
        squaredNorm = new WarmUp<>(loops, vector);
        sparseProducts = new WarmUp<>(loops, vector);
        addSparseProducts = new WarmUp<>(loops, vector);
        scaleSparse = new WarmUp<>(loops, vector);
        shrinkSparse = new WarmUp<>(loops, vector);
        addProduct = new WarmUp<>(loops, vector);
        addDenseProduct = new WarmUp<>(loops, vector);
    }

    /** Asks for the change to vector code. */
    void change() {
        List.of(
                        marginsByFeature,
                        marginsInPanels,
                        gradientByFeature,
                        gradientInPanels,
                        squaredNorm,
                        sparseProducts,
                        addSparseProducts,
                        scaleSparse,
                        shrinkSparse,
                        addProduct,
                        addDenseProduct)
                .forEach(WarmUp::askFor);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public double denseFrom() {
        return vector.denseFrom();
    }

    @Override
    public DenseShape shape(int numFeatures, int numClasses) {
        return vector.shape(numFeatures, numClasses);
    }

    @Override
    public void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        WarmUp<Kernel> warmUp = shape.byFeature() ? marginsByFeature : marginsInPanels;
        if (warmUp.isDue()) {
            int rows = Math.min(to - from, SAMPLE_ROWS);
            float[] few = copy(x, from * shape.stride(), rows * shape.stride());
            float[] coefficients = w.clone();
            float[] products = new float[rows * shape.rowStride()];
            warmUp.begin(kernel -> kernel.margins(shape, few, 0, rows, coefficients, products));
        }
        warmUp.current().margins(shape, x, from, to, w, z);
    }

    @Override
    public void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        WarmUp<Kernel> warmUp = shape.byFeature() ? gradientByFeature : gradientInPanels;
        if (warmUp.isDue()) {
            int rows = Math.min(to - from, SAMPLE_ROWS);
            float[] few = copy(x, from * shape.stride(), rows * shape.stride());
            float[] multipliers = copy(m, 0, rows * shape.rowStride());
            float[] sums = new float[shape.length()];
            warmUp.begin(kernel -> kernel.addGradient(shape, few, 0, rows, multipliers, sums));
        }
        warmUp.current().addGradient(shape, x, from, to, m, g);
    }

    @Override
    public double squaredNorm(float[] x, int start, int length) {
        if (squaredNorm.isDue()) {
            float[] row = copy(x, start, length);
            squaredNorm.begin(kernel -> kernel.squaredNorm(row, 0, row.length));
        }
        return squaredNorm.current().squaredNorm(x, start, length);
    }

    @Override
    public void sparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] w, int stride, float[] z) {
        if (sparseProducts.isDue()) {
            SparseRows few = SparseRows.of(rowStarts, indices, values, from, to);
            float[] coefficients = new float[SAMPLE_FEATURES * stride];
            float[] products = new float[SAMPLE_ROWS * stride];
            sparseProducts.begin(kernel -> kernel.sparseProducts(
                    few.starts, few.indices, few.values, 0, few.numRows(), coefficients, stride, products));
        }
        sparseProducts.current().sparseProducts(rowStarts, indices, values, from, to, w, stride, z);
    }

    @Override
    public void addSparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] m, int stride, float[] w) {
        if (addSparseProducts.isDue()) {
            SparseRows few = SparseRows.of(rowStarts, indices, values, from, to);
            float[] multipliers = copy(m, 0, few.numRows() * stride);
            float[] sums = new float[SAMPLE_FEATURES * stride];
            addSparseProducts.begin(kernel -> kernel.addSparseProducts(
                    few.starts, few.indices, few.values, 0, few.numRows(), multipliers, stride, sums));
        }
        addSparseProducts.current().addSparseProducts(rowStarts, indices, values, from, to, m, stride, w);
    }

    @Override
    public void shrinkSparse(
            int[] indices, int from, int to, float[] thresholds, float[] factors, float[] w, int stride) {
        WarmUp<Kernel> warmUp = thresholds == null ? scaleSparse : shrinkSparse;
        if (warmUp.isDue()) {
            int count = Math.min(to - from, SAMPLE_VALUES);
            int[] few = SparseRows.few(indices, from, count);
            float[] sizes = thresholds == null ? null : copy(thresholds, 0, count);
            float[] scales = copy(factors, 0, count);
            float[] coefficients = new float[SAMPLE_FEATURES * stride];
            warmUp.begin(kernel -> kernel.shrinkSparse(few, 0, count, sizes, scales, coefficients, stride));
        }
        warmUp.current().shrinkSparse(indices, from, to, thresholds, factors, w, stride);
    }

    @Override
    public void addProduct(int[] starts, double[] x, int count, double[] w, double[] z) {
        if (addProduct.isDue()) {
            int values = Math.min(count, SAMPLE_VALUES);
            int[] few = new int[values];
            for (int p = 0; p < values; p++) {
                few[p] = p * z.length;
            }
            double[] of = Arrays.copyOf(x, values);
            double[] coefficients = new double[values * z.length];
            double[] sums = new double[z.length];
            addProduct.begin(kernel -> kernel.addProduct(few, of, values, coefficients, sums));
        }
        addProduct.current().addProduct(starts, x, count, w, z);
    }

    @Override
    public void addDenseProduct(double[] x, int count, double[] w, int start, double[] z) {
        if (addDenseProduct.isDue()) {
            int values = Math.min(count, SAMPLE_VALUES);
            double[] of = Arrays.copyOf(x, values);
            double[] coefficients = new double[values * z.length];
            double[] sums = new double[z.length];
            addDenseProduct.begin(kernel -> kernel.addDenseProduct(of, values, coefficients, 0, sums));
        }
        addDenseProduct.current().addDenseProduct(x, count, w, start, z);
    }

    private static float[] copy(float[] values, int start, int length) {
        return Arrays.copyOfRange(values, start, start + length);
    }

    /** A copy of a few sparse rows. */
    private record SparseRows(int[] starts, int[] indices, float[] values) {
        static SparseRows of(int[] rowStarts, int[] indices, float[] values, int from, int to) {
            int[] starts = new int[Math.min(to - from, SAMPLE_ROWS) + 1];
            for (int i = 0; i < starts.length; i++) {
                starts[i] = rowStarts[from + i] - rowStarts[from];
            }
            int count = starts[starts.length - 1];
            return new SparseRows(starts, few(indices, rowStarts[from], count), copy(values, rowStarts[from], count));
        }

        static int[] few(int[] indices, int from, int count) {
            int[] few = new int[count];
            for (int p = 0; p < count; p++) {
                few[p] = indices[from + p] % SAMPLE_FEATURES;
            }
            return few;
        }

        int numRows() {
            return starts.length - 1;
        }
    }
}
