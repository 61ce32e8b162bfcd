/**
 * What a Spark Connect server runs. Nothing else depends on this package, which needs spark-connect on the class path.
 */
package sparksoftmax.connect;
