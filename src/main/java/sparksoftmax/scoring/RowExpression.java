package sparksoftmax.scoring;

import java.io.Serializable;
import java.util.Objects;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.FalseLiteral$;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.List;
import sparksoftmax.compat.ScalaCollections;

/**
 * An output column as an expression of Spark SQL. A user-defined function would make objects of every vector that it
 * reads, and rows of every vector that it returns, which takes longer than the arithmetic; this reads and returns rows.
 *
 * <p>Two expressions of the same function of the same model are equal, so Spark evaluates them once for a row. Public,
 * with a public constructor, since Spark copies expressions by reflection. What this class needs of Spark is the same
 * in Spark 3.5 to 4.2.
 */
public final class RowExpression extends Expression implements Serializable {
    private static final long serialVersionUID = 1L;

    private final RowFunction function;
    private final RowFunctions functions;
    private final Expression child;

    /** The value of {@code function} for {@code child}. */
    public RowExpression(RowFunction function, RowFunctions functions, Expression child) {
        this.function = function;
        this.functions = functions;
        this.child = child;
    }

    @Override
    public List<Expression> children() {
        return ScalaCollections.asScala(java.util.List.of(child));
    }

    /** The method that Spark calls where it is compiled with Scala 2.13, whose {@code IndexedSeq} is this one. */
    public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
        return withNewChildrenInternal((scala.collection.IndexedSeq<Expression>) newChildren);
    }

    /** The method that Spark calls where it is compiled with Scala 2.12. */
    public Expression withNewChildrenInternal(scala.collection.IndexedSeq<Expression> newChildren) {
        return new RowExpression(function, functions, newChildren.apply(0));
    }

    @Override
    public DataType dataType() {
        return function.result;
    }

    /** Vectors are never null, but MLlib declares their columns as if they were. */
    @Override
    public boolean nullable() {
        return function.result.equals(SQLDataTypes.VectorType());
    }

    /** Rows have no types, so that to read a column of another type would be to read memory at random. */
    @Override
    public TypeCheckResult checkInputDataTypes() {
        boolean readable = function.argument == null
                ? functions.columns().canRead(child.dataType())
                : child.dataType().equals(function.argument);
        return readable
                ? super.checkInputDataTypes()
                : new TypeCheckResult.TypeCheckFailure("The type of the column to predict from must be the one that is"
                        + " read, but is " + child.dataType().catalogString() + ".");
    }

    @Override
    public Object eval(InternalRow row) {
        return function.call.apply(functions, child.eval(row));
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode result) {
        ExprCode input = child.genCode(context);
        String type = CodeGenerator.javaType(function.result);
        String model = context.addReferenceObj("functions", functions, RowFunctions.class.getName());
        String argument = child.nullable() && !DataTypes.DoubleType.equals(function.argument)
                ? "(" + input.isNull() + " ? null : " + input.value() + ")"
                : input.value().toString();
        String code = "\nfinal " + type + " " + result.value() + " = " + model + "." + function.method + "(" + argument
                + ");\n";
        CodeBlock call = new CodeBlock(
                ScalaCollections.asScala(java.util.List.of(code)),
                ScalaCollections.asScala(java.util.List.<JavaCode>of()));
        return result.copy(input.code().$plus(call), FalseLiteral$.MODULE$, result.value());
    }

    @Override
    public String prettyName() {
        return "softmax_" + function.method;
    }

    @Override
    public String toString() {
        return prettyName() + "(" + child + ")";
    }

    @Override
    public int productArity() {
        return 3;
    }

    @Override
    public Object productElement(int n) {
        return switch (n) {
            case 0 -> function;
            case 1 -> functions;
            case 2 -> child;
            default -> throw new IndexOutOfBoundsException(n);
        };
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof RowExpression;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowExpression that
                && function == that.function
                && functions.equals(that.functions)
                && child.equals(that.child);
    }

    @Override
    public int hashCode() {
        return Objects.hash(function, functions, child);
    }
}
