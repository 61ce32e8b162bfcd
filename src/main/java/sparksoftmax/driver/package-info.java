/**
 * Training rows on the driver, and the passes that its threads make over them without Spark jobs. Knows neither Spark
 * nor how models are trained.
 */
package sparksoftmax.driver;
