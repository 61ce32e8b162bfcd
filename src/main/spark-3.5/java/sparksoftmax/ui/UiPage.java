package sparksoftmax.ui;

import javax.servlet.http.HttpServletRequest;
import org.apache.spark.ui.SparkUITab;
import org.apache.spark.ui.UIUtils$;
import org.apache.spark.ui.WebUIPage;
import scala.collection.immutable.List;
import scala.xml.Node;

/**
 * Sends the {@link FitsPage}. Spark 3.5 has requests of the package {@code javax}, Spark 4 those of {@code jakarta}.
 */
final class UiPage extends WebUIPage {
    private final SparkUITab tab;
    private final FitsPage page;

    UiPage(SparkUITab tab, FitsPage page) {
        super("");
        this.tab = tab;
        this.page = page;
    }

    @Override
    public List<Node> render(HttpServletRequest request) {
        return page.render(request, tab, files -> UIUtils$.MODULE$.prependBaseUri(request, tab.basePath(), files));
    }
}
