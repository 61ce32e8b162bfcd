package sparksoftmax.compat;

import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.columnar.CachedRDDBuilder;
import scala.Option;

/** What the sources say in one way for Spark 4, and in another one for Spark 3.5: this is the way of Spark 3.5. */
public final class SparkLine {
    private SparkLine() {}

    /** The expression of Spark SQL that a column stands for. */
    public static Expression expression(Column column) {
        return column.expr();
    }

    /** The column that stands for an expression. */
    public static Column column(Expression expression) {
        return new Column(expression);
    }

    /** How Spark executes a query. */
    public static QueryExecution queryExecution(Dataset<?> dataset) {
        return dataset.queryExecution();
    }

    /** The query whose rows are cached. */
    public static LogicalPlan logicalPlan(CachedRDDBuilder cached) {
        return cached.cachedPlan().logicalLink().get();
    }

    /** What Spark saves of the class and the Params of every stage, as JSON. */
    public static String metadataToSave(Params stage, SparkSession session) {
        return DefaultParamsWriter$.MODULE$.getMetadataToSave(
                stage, session.sparkContext(), Option.empty(), Option.empty());
    }
}
