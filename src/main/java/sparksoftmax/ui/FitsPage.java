package sparksoftmax.ui;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.apache.commons.text.StringEscapeUtils;
import org.apache.spark.ui.SparkUITab;
import org.apache.spark.ui.UIUtils$;
import org.apache.spark.ui.WebUIPage;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.xml.Node;
import scala.xml.Unparsed;

/**
 * The page of the tab. It is empty but for the files that fill it, and has no script or style of its own, so that it
 * works with any content security policy that allows files of the UI.
 */
final class FitsPage extends WebUIPage {
    private static final String CONTENT =
            """
            <link rel="stylesheet" href="%1$s/fits.css" type="text/css">
            <div id="softmax-fits" data-url="%1$s/data"><noscript>This page needs JavaScript.</noscript></div>
            <script src="%1$s/echarts.min.js"></script>
            <script src="%1$s/fits.js"></script>
            """;

    private final SparkUITab tab;
    private final String files;

    /** {@code files} is the path under which {@link FitsServlet} answers. */
    FitsPage(SparkUITab tab, String files) {
        super("");
        this.tab = tab;
        this.files = files;
    }

    @Override
    public Seq<Node> render(HttpServletRequest request) {
        String root = UIUtils$.MODULE$.prependBaseUri(request, tab.basePath(), files);
        Node content = new Unparsed(CONTENT.formatted(StringEscapeUtils.escapeHtml4(root)));
        Seq<Node> nodes = CollectionConverters.asScala(List.of(content)).toSeq();
        return UIUtils$.MODULE$.headerSparkPage(request, "Softmax", () -> nodes, tab, Option.empty(), false, false);
    }
}
