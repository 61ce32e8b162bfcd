package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The kernel that uses SIMD registers through the Vector API, except for blocks of sparse rows in double precision. */
final class VectorKernel extends PlainKernel {
    // Copied into this class, since the compiler optimizes static final fields of the same class most reliably.
    private static final VectorSpecies<Float> SPECIES = VectorRegisters.SPECIES;

    private static final Class<? extends FloatVector> REGISTER = VectorRegisters.REGISTER;

    @Override
    public String description() {
        return "the Vector API with " + SPECIES.vectorBitSize() + "-bit registers";
    }

    @Override
    public double denseFrom() {
        return 0.25;
    }

    @Override
    public DenseShape shape(int numFeatures, int numClasses) {
        return byFeatureIsFaster(numFeatures, numClasses)
                ? DenseShape.byFeature(numFeatures, numClasses, SPECIES.length())
                : DenseShape.inPanels(numFeatures, numClasses, VectorMarginTiles.PANEL, SPECIES.length());
    }

    /**
     * Compares estimates of the cycles for the margins of four rows, derived from the instructions that limit the
     * speed. With panels, it takes 10 cycles for each register of features and each panel of 5 classes, and 160 cycles
     * per panel to sum across lanes; by feature, 2.5 cycles for each feature and each register of classes.
     */
    private static boolean byFeatureIsFaster(int numFeatures, int numClasses) {
        int lanes = SPECIES.length();
        long registersOfFeatures = Padding.stride(numFeatures) / lanes;
        long inPanels = (numClasses + 4) / 5 * (10 * registersOfFeatures + 160);
        double byFeature = 2.5 * numFeatures * ((numClasses + lanes - 1) / lanes);
        return byFeature < inPanels;
    }

    @Override
    public void margins(DenseShape shape, float[] x, int from, int to, float[] w, float[] z) {
        if (shape.byFeature()) {
            VectorLanes.margins(shape, x, from, to, w, z);
        } else {
            VectorMarginTiles.margins(shape, x, from, to, w, z);
        }
    }

    @Override
    public void addGradient(DenseShape shape, float[] x, int from, int to, float[] m, float[] g) {
        if (shape.byFeature()) {
            VectorLanes.addGradient(shape, x, from, to, m, g);
        } else {
            VectorGradientTiles.addGradient(shape, x, from, to, m, g);
        }
    }

    @Override
    public void sparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] w, int stride, float[] z) {
        VectorSparse.products(rowStarts, indices, values, from, to, w, stride, z);
    }

    @Override
    public void addSparseProducts(
            int[] rowStarts, int[] indices, float[] values, int from, int to, float[] m, int stride, float[] w) {
        VectorSparse.addProducts(rowStarts, indices, values, from, to, m, stride, w);
    }

    @Override
    public void shrinkSparse(
            int[] indices, int from, int to, float[] thresholds, float[] factors, float[] w, int stride) {
        if (thresholds == null) {
            VectorSparse.scale(indices, from, to, factors, w, stride);
        } else {
            VectorSparse.shrink(indices, from, to, thresholds, factors, w, stride);
        }
    }

    @Override
    public void addProduct(int[] starts, double[] x, int count, double[] w, double[] z) {
        if (z.length < VectorProducts.LANES) {
            super.addProduct(starts, x, count, w, z);
        } else {
            VectorProducts.addProduct(starts, x, count, w, z);
        }
    }

    @Override
    public void addDenseProduct(double[] x, int count, double[] w, int start, double[] z) {
        if (z.length < VectorProducts.LANES) {
            super.addDenseProduct(x, count, w, start, z);
        } else {
            VectorProducts.addDenseProduct(x, count, w, start, z);
        }
    }

    @Override
    public double squaredNorm(float[] x, int start, int length) {
        // Two independent sums, since with a single sum each addition would have to wait for the previous one.
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        int lanes = SPECIES.length();
        int j = start;
        for (; j + lanes < start + length; j += 2 * lanes) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, j);
            a = v.fma(v, REGISTER.cast(a));
            v = FloatVector.fromArray(SPECIES, x, j + lanes);
            b = v.fma(v, REGISTER.cast(b));
        }
        if (j < start + length) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, j);
            a = v.fma(v, REGISTER.cast(a));
        }
        float[] sums = new float[lanes];
        REGISTER.cast(a).add(REGISTER.cast(b)).intoArray(sums, 0);
        return VectorSums.sum(sums, 0);
    }
}
