/**
 * Tables as people have them: which files are read and how, what kind of values each column has, which columns become
 * features, and the pipeline of Spark ML stages that turns them into a label and a vector.
 */
package sparksoftmax.table;
