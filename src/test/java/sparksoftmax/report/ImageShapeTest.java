package sparksoftmax.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageShapeTest {
    private static List<String> names(int number, IntFunction<String> name) {
        return IntStream.range(0, number).mapToObj(name).toList();
    }

    @Test
    void featuresNamedPixelAreSquarePictures() {
        Optional<ImageShape> four = Optional.of(new ImageShape(4, 4));
        assertEquals(four, ImageShape.ofFeatures(names(16, j -> "pixel" + j)));
        assertEquals(four, ImageShape.ofFeatures(names(16, j -> "Pixel_" + j / 4 + "_" + j % 4)));
        assertEquals(four, ImageShape.ofFeatures(names(16, j -> "px" + j / 4 + "x" + j % 4)));
        assertTrue(ImageShape.ofFeatures(names(9, j -> "pixel" + j)).isEmpty());
        assertTrue(ImageShape.ofFeatures(names(20, j -> "pixel" + j)).isEmpty());
        assertTrue(ImageShape.ofFeatures(names(16, j -> j == 3 ? "age" : "pixel" + j))
                .isEmpty());
    }

    @Test
    void featuresWithoutNamesArePicturesInTheSizesOfDigitsAndMnist() {
        assertEquals(Optional.of(new ImageShape(8, 8)), ImageShape.ofFeatures(names(64, j -> "")));
        assertEquals(Optional.of(new ImageShape(28, 28)), ImageShape.ofFeatures(names(784, j -> "")));
        assertTrue(ImageShape.ofFeatures(names(100, j -> "")).isEmpty());
        assertTrue(ImageShape.ofFeatures(names(64, j -> "word" + j)).isEmpty());
    }

    @Test
    void aShapeIsWrittenAsHeightByWidth() {
        assertEquals(new ImageShape(28, 14), ImageShape.parse("28x14"));
        assertEquals("28x14", ImageShape.parse("28x14").toString());
        assertEquals(392, ImageShape.parse("28x14").pixels());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "28", "28x", "28*28", "0x4", "-1x4", "4x4x3"})
    void anythingElseIsRefused(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> ImageShape.parse(text))
                .getMessage();
        assertTrue(message.contains("must be"), message);
    }
}
