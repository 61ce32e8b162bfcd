package sparksoftmax.optim;

import breeze.generic.UFunc;
import breeze.linalg.DenseMatrix;
import breeze.linalg.DenseVector;
import breeze.linalg.DenseVector$;
import breeze.linalg.LU$primitive$LU_DM_Impl_Double$;
import breeze.linalg.inv;
import breeze.linalg.operators.HasOps$;
import breeze.math.MutableFiniteCoordinateField;
import dev.ludovic.netlib.lapack.JavaLAPACK;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.netlib.util.intW;
import sparksoftmax.curvature.SymmetricInverse;

/**
 * Times the driver's arithmetic beside Breeze's and LAPACK's, in turn, and prints Markdown tables. Run by hand:
 * {@code scripts/benchmark.sh --driver}. "Cold" is the first call in a new JVM, loading classes included.
 */
public final class DriverArithmetic {
    private static final int ROUNDS = 7;

    /** Values that would be optimized away otherwise. */
    private static double sink;

    private DriverArithmetic() {}

    /** Breeze's operators, in a class of their own, since naming them loads Breeze. */
    @SuppressWarnings("unchecked")
    private static final class Breeze {
        private static final MutableFiniteCoordinateField<DenseVector<Object>, Object, Object> SPACE =
                DenseVector$.MODULE$.space_Double();
        private static final UFunc.UImpl2<?, DenseVector<Object>, DenseVector<Object>, Object> DOT =
                (UFunc.UImpl2<?, DenseVector<Object>, DenseVector<Object>, Object>) (Object) SPACE.dotVV();
        private static final UFunc.InPlaceImpl3<?, DenseVector<Object>, Object, DenseVector<Object>> ADD_SCALED =
                SPACE.scaleAddVV();

        static double dot(double[] x, double[] y) {
            return (Double) DOT.apply(new DenseVector<>(x), new DenseVector<>(y));
        }

        static void addScaled(double a, double[] x, double[] y) {
            ADD_SCALED.apply(new DenseVector<>(y), a, new DenseVector<>(x));
        }

        static double[] inverse(double[] a) {
            int n = (int) Math.round(Math.sqrt(a.length));
            return data(
                    inv.apply(matrix(a.clone(), n), inv.canInvUsingLU_Double(LU$primitive$LU_DM_Impl_Double$.MODULE$)));
        }

        /** By halves, as {@link SymmetricInverse}, with Breeze's products. */
        static double[] inverseByHalves(double[] a) {
            int n = (int) Math.round(Math.sqrt(a.length));
            if (n <= 64) {
                return flat(SymmetricInverse.of(columns(a)).orElseThrow());
            }
            int half = n / 2;
            int rest = n - half;
            double[] p = inverseByHalves(block(a, n, 0, half, 0, half));
            DenseMatrix<Object> q = matrix(block(a, n, 0, half, half, n), half);
            DenseMatrix<Object> w = product(matrix(p, half), q);
            double[] complement = block(a, n, half, n, half, n);
            Vectors.addScaled(-1.0, data(product(transposed(q), w)), complement);
            double[] x = inverseByHalves(complement);
            DenseMatrix<Object> side = product(w, matrix(x, rest));
            double[] wx = data(side);
            Vectors.addScaled(1.0, data(product(side, transposed(w))), p);
            double[] result = new double[n * n];
            for (int j = 0; j < half; j++) {
                System.arraycopy(p, j * half, result, j * n, half);
                for (int i = 0; i < rest; i++) {
                    result[j * n + half + i] = -wx[i * half + j];
                    result[(half + i) * n + j] = -wx[i * half + j];
                }
            }
            for (int j = 0; j < rest; j++) {
                System.arraycopy(x, j * rest, result, (half + j) * n + half, rest);
            }
            return result;
        }

        private static double[] block(double[] a, int n, int top, int bottom, int left, int right) {
            double[] block = new double[(bottom - top) * (right - left)];
            for (int j = left; j < right; j++) {
                System.arraycopy(a, j * n + top, block, (j - left) * (bottom - top), bottom - top);
            }
            return block;
        }

        private static DenseMatrix<Object> matrix(double[] a, int rows) {
            return new DenseMatrix<>(rows, a.length / rows, a);
        }

        private static DenseMatrix<Object> transposed(DenseMatrix<Object> a) {
            return new DenseMatrix<>(a.cols(), a.rows(), a.data(), 0, a.rows(), true);
        }

        private static DenseMatrix<Object> product(DenseMatrix<Object> a, DenseMatrix<Object> b) {
            return HasOps$.MODULE$.impl_OpMulMatrix_DMD_DMD_eq_DMD().apply(a, b);
        }

        private static double[] data(DenseMatrix<Object> a) {
            return (double[]) a.data();
        }
    }

    private static double[][] columns(double[] a) {
        int n = (int) Math.round(Math.sqrt(a.length));
        double[][] columns = new double[n][];
        Arrays.setAll(columns, j -> Arrays.copyOfRange(a, j * n, (j + 1) * n));
        return columns;
    }

    private static double[] flat(double[][] a) {
        return Arrays.stream(a).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] byLapack(double[] matrix) {
        double[] a = matrix.clone();
        int n = (int) Math.round(Math.sqrt(a.length));
        intW info = new intW(0);
        JavaLAPACK.getInstance().dpotrf("L", n, a, n, info);
        JavaLAPACK.getInstance().dpotri("L", n, a, n, info);
        return a;
    }

    private static Map<String, UnaryOperator<double[]>> inverses() {
        Map<String, UnaryOperator<double[]>> inverses = new LinkedHashMap<>();
        inverses.put("ours", a -> flat(SymmetricInverse.of(columns(a)).orElseThrow()));
        inverses.put("dpotrf, dpotri", DriverArithmetic::byLapack);
        inverses.put("Breeze's inv", Breeze::inverse);
        inverses.put("by halves, Breeze's products", Breeze::inverseByHalves);
        return inverses;
    }

    /** Symmetric, eigenvalues from 0.5 on. */
    private static double[] matrix(int n) {
        Random random = new Random(n);
        double[][] a = new double[n][n];
        for (int row = 0; row < 64; row++) {
            double[] x = random.doubles(n, -1.0, 1.0).toArray();
            for (int j = 0; j < n; j++) {
                Vectors.addScaled(x[j] / 64.0, x, a[j]);
            }
        }
        for (int j = 0; j < n; j++) {
            a[j][j] += 0.5;
        }
        return flat(a);
    }

    /** Medians, in the unit of which there are {@code units} a second. */
    private static String row(List<Runnable> contenders, int calls, double units) {
        double[][] times = new double[contenders.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int c = 0; c < times.length; c++) {
                long start = System.nanoTime();
                for (int call = 0; call < calls; call++) {
                    contenders.get(c).run();
                }
                times[c][round] = (System.nanoTime() - start) / 1e9 * units / calls;
            }
        }
        StringBuilder row = new StringBuilder();
        for (double[] ofContender : times) {
            Arrays.sort(ofContender);
            row.append(String.format(Locale.ROOT, " | %.2f", ofContender[ROUNDS / 2]));
        }
        return row.append(" |").toString();
    }

    private static double plainDot(double[] x, double[] y) {
        double sum = 0.0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static void printVectors() {
        System.out.println("| length, µs a call | dot: ours | one sum | Breeze | y + a x: ours | Breeze |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        Random random = new Random(1L);
        for (int n : new int[] {1_000, 100_000, 1_000_000, 10_000_000}) {
            double[] x = random.doubles(n, -1.0, 1.0).toArray();
            double[] y = random.doubles(n, -1.0, 1.0).toArray();
            List<Runnable> contenders = List.of(
                    () -> sink += Vectors.dot(x, y),
                    () -> sink += plainDot(x, y),
                    () -> sink += Breeze.dot(x, y),
                    () -> Vectors.addScaled(1e-9, x, y),
                    () -> Breeze.addScaled(1e-9, x, y));
            System.out.println("| " + n + row(contenders, Math.max(2, 20_000_000 / n), 1e6));
        }
    }

    private static void printInverses() throws IOException {
        Map<String, UnaryOperator<double[]>> inverses = inverses();
        System.out.println("| features, ms | " + String.join(" | ", inverses.keySet()) + " |");
        System.out.println("| --- |" + " --- |".repeat(inverses.size()));
        for (int n : new int[] {256, 512, 1024}) {
            double[] a = matrix(n);
            List<Runnable> contenders = new ArrayList<>();
            inverses.values().forEach(inverse -> contenders.add(() -> sink += inverse.apply(a)[0]));
            System.out.println("| " + n + row(contenders, Math.max(1, 1024 * 1024 / (n * n)), 1e3));
            StringBuilder cold = new StringBuilder("| " + n + ", cold");
            for (String name : inverses.keySet()) {
                cold.append(" | ").append(cold(name, n));
            }
            System.out.println(cold.append(" |"));
        }
        System.out.println("\nThe first dot product of Breeze in a new JVM: " + cold("dot", 32) + " ms");
    }

    private static String cold(String name, int n) throws IOException {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        List<String> command = List.of(
                java,
                "--add-modules=jdk.incubator.vector",
                "-Ddev.ludovic.netlib.lapack.nativeLib=none",
                "-cp",
                System.getProperty("java.class.path"),
                DriverArithmetic.class.getName(),
                name,
                Integer.toString(n));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /**
     * Prints the tables.
     *
     * @param args nothing; or what a new JVM times, and its size
     */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            printVectors();
            System.out.println();
            printInverses();
            return;
        }
        double[] a = matrix(Integer.parseInt(args[1]));
        long start = System.nanoTime();
        sink += args[0].equals("dot")
                ? Breeze.dot(a, a)
                : inverses().get(args[0]).apply(a)[0];
        System.out.printf(Locale.ROOT, "%.0f%n", (System.nanoTime() - start) / 1e6);
    }
}
