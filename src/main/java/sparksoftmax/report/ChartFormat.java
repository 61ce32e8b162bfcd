package sparksoftmax.report;

import java.nio.file.Path;
import java.util.Locale;

/** The formats of a chart's file. */
public enum ChartFormat {
    /** Lines and text, sharp at every size. */
    SVG,
    /** Pixels. */
    PNG;

    /**
     * The format that the ending of a file's name says.
     *
     * @throws IllegalArgumentException if it says none
     */
    public static ChartFormat of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (ChartFormat format : values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "the name of a chart's file must end in .svg or .png, but was '" + file + "'");
    }
}
