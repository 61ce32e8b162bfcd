package sparksoftmax.columns;

/** The features of several columns, one after the other. The values stay where they are. */
final class JoinedFeatures extends FeatureVector {
    private final FeatureVector[] parts;

    /** The position of the first value of each part, and the number of all values. */
    private final int[] starts;

    /** The first feature of each part. */
    private final int[] firstFeatures;

    JoinedFeatures(FeatureVector[] parts) {
        super(size(parts), numValues(parts), isSparse(parts));
        this.parts = parts;
        starts = new int[parts.length + 1];
        firstFeatures = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            starts[i + 1] = starts[i] + parts[i].numValues;
            firstFeatures[i] = i == 0 ? 0 : firstFeatures[i - 1] + parts[i - 1].size;
        }
    }

    /** More features than an array can have are one size too many, which is refused wherever sizes are checked. */
    private static int size(FeatureVector[] parts) {
        long size = 0;
        for (FeatureVector part : parts) {
            size += part.size;
        }
        return (int) Math.min(Integer.MAX_VALUE, size);
    }

    private static int numValues(FeatureVector[] parts) {
        int numValues = 0;
        for (FeatureVector part : parts) {
            numValues = Math.addExact(numValues, part.numValues);
        }
        return numValues;
    }

    private static boolean isSparse(FeatureVector[] parts) {
        for (FeatureVector part : parts) {
            if (part.sparse) {
                return true;
            }
        }
        return false;
    }

    /** The part to which the value at a position belongs. */
    int part(int position) {
        int i = 0;
        while (position >= starts[i + 1]) {
            i++;
        }
        return i;
    }

    FeatureVector features(int part) {
        return parts[part];
    }

    int start(int part) {
        return starts[part];
    }

    int[] sizes() {
        int[] sizes = new int[parts.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = parts[i].size;
        }
        return sizes;
    }

    @Override
    public double value(int position) {
        int i = part(position);
        return parts[i].value(position - starts[i]);
    }

    @Override
    public boolean isNull(int position) {
        int i = part(position);
        return parts[i].isNull(position - starts[i]);
    }

    @Override
    public int index(int position) {
        int i = part(position);
        return firstFeatures[i] + parts[i].index(position - starts[i]);
    }

    @Override
    public void copyValues(int from, int to, double[] target, int at) {
        forEach(from, to, (i, first, last) -> parts[i].copyValues(first, last, target, at + starts[i] + first - from));
    }

    @Override
    public void copyIndices(int from, int to, int[] target, int at) {
        forEach(from, to, (i, first, last) -> {
            int start = at + starts[i] + first - from;
            parts[i].copyIndices(first, last, target, start);
            for (int p = start; p < start + last - first; p++) {
                target[p] += firstFeatures[i];
            }
        });
    }

    /** Positions of a part. */
    @FunctionalInterface
    private interface Visitor {
        void visit(int part, int from, int to);
    }

    private void forEach(int from, int to, Visitor visitor) {
        for (int i = 0; i < parts.length; i++) {
            int first = Math.max(from, starts[i]);
            int last = Math.min(to, starts[i + 1]);
            if (first < last) {
                visitor.visit(i, first - starts[i], last - starts[i]);
            }
        }
    }
}
