package sparksoftmax.ui;

import java.util.function.UnaryOperator;
import org.apache.commons.text.StringEscapeUtils;
import org.apache.spark.ui.SparkUITab;
import org.apache.spark.ui.UIUtils$;
import scala.Function0;
import scala.collection.Seq;
import scala.collection.immutable.List;
import scala.xml.Node;
import scala.xml.Unparsed;
import sparksoftmax.compat.ScalaCollections;
import sparksoftmax.compat.SparkDifferences;

/**
 * The page of the tab. It is empty but for the files that fill it, and has no script or style of its own, so that it
 * works with any content security policy that allows files of the UI.
 */
final class FitsPage {
    private static final String CONTENT =
            """
            <link rel="stylesheet" href="%1$s/fits.css" type="text/css">
            <div id="softmax-fits" data-url="%1$s/data"><noscript>This page needs JavaScript.</noscript></div>
            <script src="%1$s/echarts.min.js"></script>
            <script src="%1$s/fits.js"></script>
            """;

    private final String files;

    /** {@code files} is the path under which {@link FitFiles} are. */
    FitsPage(String files) {
        this.files = files;
    }

    /**
     * The page in the frame that all pages of the UI have.
     *
     * @param request that which Spark has passed on
     * @param address makes the address that a browser uses of a path
     */
    List<Node> render(Object request, SparkUITab tab, UnaryOperator<String> address) {
        String root = StringEscapeUtils.escapeHtml4(address.apply(files));
        List<Node> content = ScalaCollections.asScala(java.util.List.of(new Unparsed(CONTENT.formatted(root))));
        Function0<List<Node>> body = () -> content;
        Object page =
                SparkDifferences.callWithDefaults(UIUtils$.MODULE$, "headerSparkPage", request, "Softmax", body, tab);
        @SuppressWarnings("unchecked") // Seq<Node> is what the method returns in all versions.
        Seq<Node> nodes = (Seq<Node>) page;
        return nodes.toList();
    }
}
