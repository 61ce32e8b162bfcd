package sparksoftmax.ui;

import org.apache.spark.SparkContext;
import org.apache.spark.ui.SparkUI;
import org.apache.spark.ui.SparkUITab;
import scala.Option;

/** The tab "Softmax" of the Spark UI. */
final class SoftmaxTab extends SparkUITab {
    private static final String PREFIX = "softmax";

    private SoftmaxTab(SparkUI ui) {
        super(ui, PREFIX);
    }

    /** Adds the tab to the UI of a Spark context; returns whether the UI is on. */
    static boolean addTo(SparkContext context, FitRecords records) {
        Option<SparkUI> ui = context.ui();
        if (ui.isEmpty()) {
            return false;
        }
        String files = "/" + PREFIX + "/files";
        SoftmaxTab tab = new SoftmaxTab(ui.get());
        tab.attachPage(new UiPage(tab, new FitsPage(files)));
        // The files first: once the tab is there, its page asks for them.
        ui.get().attachHandler(files, new UiServlet(new FitFiles(records)), "/*");
        ui.get().attachTab(tab);
        return true;
    }
}
