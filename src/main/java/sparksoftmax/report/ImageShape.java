package sparksoftmax.report;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shape of pictures whose pixels, row by row, are the features. */
public record ImageShape(int height, int width) {
    private static final Pattern GIVEN = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final Pattern PIXEL = Pattern.compile("(pixel|px)[-_ ]?\\d+([-_x]\\d+)?", Pattern.CASE_INSENSITIVE);
    private static final int LEAST_PIXELS = 16;

    /** The sizes of well-known data sets of pictures: 8 x 8 digits, and MNIST and its successors. */
    private static final List<Integer> SIZES_WITHOUT_NAMES = List.of(8 * 8, 28 * 28);

    /** Checks the numbers. */
    public ImageShape {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "height and width of a picture must be at least 1, but were " + height + " and " + width);
        }
    }

    /**
     * A shape as a user writes it.
     *
     * @param text height and width, for example 28x28
     * @throws IllegalArgumentException if it is anything else
     */
    public static ImageShape parse(String text) {
        Matcher matcher = GIVEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be height x width in pixels, for example 28x28, but was '" + text + "'");
        }
        return new ImageShape(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /**
     * Decides whether features are the pixels of square pictures: their number is a square of at least 16, and all
     * their names are "pixel" or "px" with one or two numbers; or no feature has a name, and there are 64 or 784 of
     * them.
     *
     * @param names the names of the features, "" where there is none
     */
    public static Optional<ImageShape> ofFeatures(List<String> names) {
        int side = (int) Math.round(Math.sqrt(names.size()));
        boolean square = side * side == names.size();
        boolean pixels = names.size() >= LEAST_PIXELS
                && names.stream().allMatch(name -> PIXEL.matcher(name).matches());
        boolean unnamed =
                SIZES_WITHOUT_NAMES.contains(names.size()) && names.stream().allMatch(String::isEmpty);
        return square && (pixels || unnamed) ? Optional.of(new ImageShape(side, side)) : Optional.empty();
    }

    /** The number of pixels. */
    public int pixels() {
        return Math.multiplyExact(height, width);
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
