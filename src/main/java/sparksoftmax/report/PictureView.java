package sparksoftmax.report;

import java.util.List;

/**
 * The coefficients of a class as a picture.
 *
 * @param image the address of the picture: a data URI
 */
record PictureView(int label, String image) {
    static List<PictureView> of(ReportData.Pictures pictures) {
        double largest = pictures.classes().stream()
                .flatMap(picture -> picture.values().stream())
                .mapToDouble(Math::abs)
                .max()
                .orElse(0.0);
        return pictures.classes().stream()
                .map(picture -> new PictureView(
                        picture.label(), PixelImage.diverging(pictures.shape(), picture.values(), largest)))
                .toList();
    }
}
