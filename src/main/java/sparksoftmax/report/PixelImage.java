package sparksoftmax.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.function.DoubleToIntFunction;
import javax.imageio.ImageIO;

/**
 * Values as the pixels of a PNG file, inlined in a page as a data URI. Zero is transparent, so that it has the color of
 * the page, light or dark.
 */
final class PixelImage {
    private static final int NEGATIVE = 0x2166ac;
    private static final int POSITIVE = 0xb2182b;
    private static final int INK = 0x000000;

    private PixelImage() {}

    /**
     * Coefficients: positive ones are red, negative ones blue.
     *
     * @param largest the absolute value that has full color
     */
    static String diverging(ImageShape shape, List<Double> values, double largest) {
        return dataUri(shape, values, value -> argb(value < 0.0 ? NEGATIVE : POSITIVE, Math.abs(value) / largest));
    }

    /** Features: the least value is transparent, the largest black. */
    static String ink(ImageShape shape, List<Double> values) {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(0.0);
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0.0);
        return dataUri(shape, values, value -> argb(INK, (value - least) / (most - least)));
    }

    private static int argb(int color, double opacity) {
        // NaN, of 0 / 0, becomes 0.
        return (int) Math.round(255.0 * Math.min(1.0, opacity)) << 24 | color;
    }

    private static String dataUri(ImageShape shape, List<Double> values, DoubleToIntFunction color) {
        BufferedImage image = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < values.size(); i++) {
            image.setRGB(i % shape.width(), i / shape.width(), color.applyAsInt(values.get(i)));
        }
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            // Not through a cache file, which ImageIO would create by default.
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", png);
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("A picture of " + shape + " pixels could not be encoded as PNG", e);
        }
    }
}
