package sparksoftmax.scoring;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.classic.ExpressionUtils;

/**
 * The way between columns and expressions of Spark SQL: a place of its own, since it differs between versions of Spark.
 * This is the one of Spark 4; in Spark 3 it is {@code Column}'s constructor and its {@code expr}.
 */
final class ColumnExpressions {
    private ColumnExpressions() {}

    static Expression expression(Column column) {
        return ExpressionUtils.expression(column);
    }

    static Column column(Expression expression) {
        return ExpressionUtils.column(expression);
    }
}
