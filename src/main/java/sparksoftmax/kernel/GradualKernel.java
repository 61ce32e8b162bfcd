package sparksoftmax.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Begins as {@link LoopKernel}. After {@link #change} or {@link #changePredictions}, a thread gets {@code VectorKernel}
 * compiled, and one operation after another changes to it. Both have the same results.
 *
 * <p>The vector code has a method of its own for each of several numbers of classes. Only those that callers need are
 * compiled. They are called with rows of zeros, and with fewer features and classes, which run the same code.
 */
final class GradualKernel extends LoopKernel {
    /** Full tiles of any height up to 4, and a rest. */
    private static final int SAMPLE_ROWS = 11;

    /** A multiple of 4, up to which many values are taken together, and a rest. */
    private static final int SAMPLE_VALUES = 131;

    /**
     * The period for {@link DenseShape#fewer} of classes of sparse rows, in multiples of
     * {@link Padding#CLASS_MULTIPLE}. It is twice the four registers that are taken together: the last five are taken
     * as three and two, and there must be four before them.
     */
    private static final int PERIOD_OF_STRIDES = 8;

    /** The period for classes in predictions, for the same reason. */
    private static final int PERIOD_OF_CLASSES = 64;

    private final Kernel loops;
    private final Duration mostWork;
    private final Map<DenseShape, DenseOperations> ofDenseRows = new ConcurrentHashMap<>();
    private final WarmUp<Kernel> squaredNorm;

    // By the number of classes.
    private final List<WarmUp<Kernel>> sparseProducts;
    private final List<WarmUp<Kernel>> addSparseProducts;
    private final List<WarmUp<Kernel>> scaleSparse;
    private final List<WarmUp<Kernel>> shrinkSparse;
    private final List<WarmUp<Kernel>> addProduct;
    private final List<WarmUp<Kernel>> addDenseProduct;

    private volatile boolean changing;
    private volatile boolean predictionsChanging;

    private record DenseOperations(WarmUp<Kernel> margins, WarmUp<Kernel> addGradient) {}

    /** @param vector the kernel to change to */
    GradualKernel(Kernel vector) {
        this(vector, WarmUp.MOST_WORK);
    }

    /** @param mostWork after how much work the thread gives up an operation */
    GradualKernel(Kernel vector, Duration mostWork) {
        super(vector);
        this.mostWork = mostWork;
        loops = new LoopKernel(vector);
        squaredNorm = warmUp(GradualKernel::sampleOfNorm);
        sparseProducts = warmUps(2 * PERIOD_OF_STRIDES, n -> sampleOfSparseProducts(n * Padding.CLASS_MULTIPLE));
        addSparseProducts = warmUps(2 * PERIOD_OF_STRIDES, n -> sampleOfSparseGradient(n * Padding.CLASS_MULTIPLE));
        scaleSparse = warmUps(2 * PERIOD_OF_STRIDES, n -> sampleOfShrinking(null, n * Padding.CLASS_MULTIPLE));
        shrinkSparse = warmUps(
                2 * PERIOD_OF_STRIDES, n -> sampleOfShrinking(new float[SAMPLE_VALUES], n * Padding.CLASS_MULTIPLE));
        addProduct = warmUps(2 * PERIOD_OF_CLASSES, GradualKernel::sampleOfProduct);
        addDenseProduct = warmUps(2 * PERIOD_OF_CLASSES, GradualKernel::sampleOfDenseProduct);
    }

    private WarmUp<Kernel> warmUp(Supplier<Consumer<Kernel>> sample) {
        return new WarmUp<>(loops, vector, this, sample, mostWork);
    }

    private List<WarmUp<Kernel>> warmUps(int count, IntFunction<Consumer<Kernel>> sample) {
        return IntStream.range(0, count)
                .mapToObj(n -> warmUp(() -> sample.apply(n)))
                .toList();
    }

    /** Lets the operations of training change to vector code. */
    void change() {
        changing = true;
    }

    /** Lets {@link #addProduct} and {@link #addDenseProduct} change to vector code. */
    void changePredictions() {
        // Not written again and again: it is read for every row.
        if (!predictionsChanging) {
            predictionsChanging = true;
        }
    }

    private DenseOperations of(DenseShape shape) {
        DenseShape small = shape.reduced();
        DenseOperations operations = ofDenseRows.get(small);
        return operations != null ? operations : ofDenseRows.computeIfAbsent(small, this::newOperations);
    }

    private DenseOperations newOperations(DenseShape shape) {
        return new DenseOperations(
                warmUp(() -> {
                    float[] x = new float[SAMPLE_ROWS * shape.stride()];
                    float[] w = new float[shape.length()];
                    float[] z = new float[SAMPLE_ROWS * shape.rowStride()];
                    return kernel -> kernel.margins(shape, x, 0, SAMPLE_ROWS, w, z);
                }),
                warmUp(() -> {
                    float[] x = new float[SAMPLE_ROWS * shape.stride()];
                    float[] m = new float[SAMPLE_ROWS * shape.rowStride()];
                    float[] g = new float[shape.length()];
                    return kernel -> kernel.addGradient(shape, x, 0, SAMPLE_ROWS, m, g);
                }));
    }

    @Override
    public void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        of(shape).margins.current(changing).margins(shape, x, from, to, w, z);
    }

    @Override
    public void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        of(shape).addGradient.current(changing).addGradient(shape, x, from, to, m, g);
    }

    private static Consumer<Kernel> sampleOfNorm() {
        float[] row = new float[SAMPLE_VALUES * Padding.LANE_MULTIPLE];
        return kernel -> kernel.squaredNorm(row, 0, row.length);
    }

    @Override
    public double squaredNorm(float[] x, int start, int length) {
        return squaredNorm.current(changing).squaredNorm(x, start, length);
    }

    private static Consumer<Kernel> sampleOfSparseProducts(int stride) {
        int[] rowStarts = {0, SAMPLE_VALUES};
        int[] indices = IntStream.range(0, SAMPLE_VALUES).toArray();
        float[] values = new float[SAMPLE_VALUES];
        float[] w = new float[SAMPLE_VALUES * stride];
        float[] z = new float[stride];
        return kernel -> kernel.sparseProducts(rowStarts, indices, values, 0, 1, w, stride, z);
    }

    private static <T> T ofStride(List<T> ofStrides, int stride) {
        return ofStrides.get(DenseShape.fewer(stride / Padding.CLASS_MULTIPLE, PERIOD_OF_STRIDES));
    }

    @Override
    public void sparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] w, int stride, float[] z) {
        ofStride(sparseProducts, stride)
                .current(changing)
                .sparseProducts(rowStarts, indices, values, from, to, w, stride, z);
    }

    private static Consumer<Kernel> sampleOfSparseGradient(int stride) {
        int[] rowStarts = {0, SAMPLE_VALUES};
        int[] indices = IntStream.range(0, SAMPLE_VALUES).toArray();
        float[] values = new float[SAMPLE_VALUES];
        float[] m = new float[stride];
        float[] w = new float[SAMPLE_VALUES * stride];
        return kernel -> kernel.addSparseProducts(rowStarts, indices, values, 0, 1, m, stride, w);
    }

    @Override
    public void addSparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] m, int stride, float[] w) {
        ofStride(addSparseProducts, stride)
                .current(changing)
                .addSparseProducts(rowStarts, indices, values, from, to, m, stride, w);
    }

    private static Consumer<Kernel> sampleOfShrinking(float[] thresholds, int stride) {
        int[] indices = IntStream.range(0, SAMPLE_VALUES).toArray();
        float[] factors = new float[SAMPLE_VALUES];
        float[] w = new float[SAMPLE_VALUES * stride];
        return kernel -> kernel.shrinkSparse(indices, 0, SAMPLE_VALUES, thresholds, factors, w, stride);
    }

    @Override
    public void shrinkSparse(
            int[] indices, int from, int to, float[] thresholds, float[] factors, float[] w, int stride) {
        ofStride(thresholds == null ? scaleSparse : shrinkSparse, stride)
                .current(changing)
                .shrinkSparse(indices, from, to, thresholds, factors, w, stride);
    }

    private static Consumer<Kernel> sampleOfProduct(int numClasses) {
        int[] starts =
                IntStream.range(0, SAMPLE_VALUES).map(p -> p * numClasses).toArray();
        double[] x = new double[SAMPLE_VALUES];
        double[] w = new double[SAMPLE_VALUES * numClasses];
        double[] z = new double[numClasses];
        return kernel -> kernel.addProduct(starts, x, SAMPLE_VALUES, w, z);
    }

    private Kernel forPredictions(List<WarmUp<Kernel>> ofClasses, int numClasses) {
        return ofClasses.get(DenseShape.fewer(numClasses, PERIOD_OF_CLASSES)).current(predictionsChanging);
    }

    @Override
    public void addProduct(int[] starts, double[] x, int count, double[] w, double[] z) {
        forPredictions(addProduct, z.length).addProduct(starts, x, count, w, z);
    }

    private static Consumer<Kernel> sampleOfDenseProduct(int numClasses) {
        double[] x = new double[SAMPLE_VALUES];
        double[] w = new double[SAMPLE_VALUES * numClasses];
        double[] z = new double[numClasses];
        return kernel -> kernel.addDenseProduct(x, SAMPLE_VALUES, w, 0, z);
    }

    @Override
    public void addDenseProduct(double[] x, int count, double[] w, int start, double[] z) {
        forPredictions(addDenseProduct, z.length).addDenseProduct(x, count, w, start, z);
    }
}
