package sparksoftmax.connect;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Expression.Literal;
import org.apache.spark.connect.proto.Fetch;
import org.apache.spark.connect.proto.KeyValue;
import org.apache.spark.connect.proto.MlCommand;
import org.apache.spark.connect.proto.MlCommandResult;
import org.apache.spark.connect.proto.MlOperator;
import org.apache.spark.connect.proto.MlParams;
import org.apache.spark.connect.proto.MlRelation;
import org.apache.spark.connect.proto.ObjectRef;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.apache.spark.connect.proto.UserContext;
import org.sparkproject.connect.grpc.ManagedChannel;
import org.sparkproject.connect.grpc.ManagedChannelBuilder;

/**
 * A Spark Connect client with a session of its own, which knows what machine learning needs: the messages that PySpark
 * sends, over gRPC.
 */
final class ConnectClient implements AutoCloseable {
    private final ManagedChannel channel;
    private final SparkConnectServiceBlockingStub stub;
    private final UserContext user =
            UserContext.newBuilder().setUserId("tester").build();
    private final String session = UUID.randomUUID().toString();

    ConnectClient(int port) {
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        stub = SparkConnectServiceGrpc.newBlockingStub(channel);
    }

    /** Sets a configuration of the session. */
    void configure(String key, String value) {
        ConfigRequest.Set.Builder pairs = ConfigRequest.Set.newBuilder()
                .addPairs(KeyValue.newBuilder().setKey(key).setValue(value));
        stub.config(ConfigRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(user)
                .setOperation(ConfigRequest.Operation.newBuilder().setSet(pairs))
                .build());
    }

    /** The rows of Parquet files. */
    static Relation parquet(String path) {
        return Relation.newBuilder()
                .setRead(Read.newBuilder()
                        .setDataSource(Read.DataSource.newBuilder()
                                .setFormat("parquet")
                                .addPaths(path)))
                .build();
    }

    /** Fits an estimator, and returns the reference to the model. */
    String fit(String estimator, Map<String, Literal> params, Relation rows) {
        MlCommandResult result = execute(MlCommand.newBuilder()
                .setFit(MlCommand.Fit.newBuilder()
                        .setEstimator(operator(estimator, MlOperator.OperatorType.OPERATOR_TYPE_ESTIMATOR))
                        .setParams(MlParams.newBuilder().putAllParams(params))
                        .setDataset(rows)));
        return result.getOperatorInfo().getObjRef().getId();
    }

    /** The rows with the columns that a model adds. */
    static Relation transform(String model, Relation rows) {
        return Relation.newBuilder()
                .setMlRelation(MlRelation.newBuilder()
                        .setTransform(MlRelation.Transform.newBuilder()
                                .setObjRef(reference(model))
                                .setInput(rows)))
                .build();
    }

    /** The rows with the columns that a transformer without a fit adds. */
    static Relation transform(String transformer, Map<String, Literal> params, Relation rows) {
        return Relation.newBuilder()
                .setMlRelation(MlRelation.newBuilder()
                        .setTransform(MlRelation.Transform.newBuilder()
                                .setTransformer(
                                        operator(transformer, MlOperator.OperatorType.OPERATOR_TYPE_TRANSFORMER))
                                .setParams(MlParams.newBuilder().putAllParams(params))
                                .setInput(rows)))
                .build();
    }

    /** The metric of an evaluator. */
    double evaluate(String evaluator, Map<String, Literal> params, Relation rows) {
        return execute(MlCommand.newBuilder()
                        .setEvaluate(MlCommand.Evaluate.newBuilder()
                                .setEvaluator(operator(evaluator, MlOperator.OperatorType.OPERATOR_TYPE_EVALUATOR))
                                .setParams(MlParams.newBuilder().putAllParams(params))
                                .setDataset(rows)))
                .getParam()
                .getDouble();
    }

    /** What methods without arguments give, each called on the result of the one before, the first on a model. */
    Literal get(String model, String... methods) {
        Fetch.Builder fetch = Fetch.newBuilder().setObjRef(reference(model));
        for (String method : methods) {
            fetch.addMethods(Fetch.Method.newBuilder().setMethod(method));
        }
        return execute(MlCommand.newBuilder().setFetch(fetch)).getParam();
    }

    /** The result of a method of a model. */
    Literal call(String model, String method, Literal argument) {
        Fetch.Method.Builder called = Fetch.Method.newBuilder()
                .setMethod(method)
                .addArgs(Fetch.Method.Args.newBuilder().setParam(argument));
        return execute(MlCommand.newBuilder()
                        .setFetch(Fetch.newBuilder().setObjRef(reference(model)).addMethods(called)))
                .getParam();
    }

    /** Saves a model. */
    void save(String model, String path) {
        execute(MlCommand.newBuilder()
                .setWrite(
                        MlCommand.Write.newBuilder().setObjRef(reference(model)).setPath(path)));
    }

    /** Saves an estimator. */
    void save(String estimator, Map<String, Literal> params, String path) {
        execute(MlCommand.newBuilder()
                .setWrite(MlCommand.Write.newBuilder()
                        .setOperator(operator(estimator, MlOperator.OperatorType.OPERATOR_TYPE_ESTIMATOR))
                        .setParams(MlParams.newBuilder().putAllParams(params))
                        .setPath(path)));
    }

    /** Loads a model or an estimator. */
    MlCommandResult.MlOperatorInfo load(String name, MlOperator.OperatorType type, String path) {
        return execute(MlCommand.newBuilder()
                        .setRead(MlCommand.Read.newBuilder()
                                .setOperator(
                                        MlOperator.newBuilder().setName(name).setType(type))
                                .setPath(path)))
                .getOperatorInfo();
    }

    /** The models that the server keeps for this session, as it describes them. */
    List<String> cached() {
        return execute(MlCommand.newBuilder().setGetCacheInfo(MlCommand.GetCacheInfo.newBuilder()))
                .getParam()
                .getArray()
                .getElementsList()
                .stream()
                .map(Literal::getString)
                .toList();
    }

    private static ObjectRef reference(String id) {
        return ObjectRef.newBuilder().setId(id).build();
    }

    private static MlOperator operator(String name, MlOperator.OperatorType type) {
        return MlOperator.newBuilder()
                .setName(name)
                .setUid("client_" + UUID.randomUUID().toString().substring(0, 8))
                .setType(type)
                .build();
    }

    private MlCommandResult execute(MlCommand.Builder command) {
        Iterator<ExecutePlanResponse> responses = stub.executePlan(ExecutePlanRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(user)
                .setClientType("test")
                .setPlan(Plan.newBuilder().setCommand(Command.newBuilder().setMlCommand(command)))
                .build());
        MlCommandResult result = null;
        while (responses.hasNext()) {
            ExecutePlanResponse response = responses.next();
            if (response.hasMlCommandResult()) {
                result = response.getMlCommandResult();
            }
        }
        if (result == null) {
            throw new IllegalStateException("The server has answered without a result.");
        }
        return result;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
