/**
 * What must work with every version of Spark. {@code scripts/test.sh} runs these tests with other versions than the one
 * that the library is compiled for.
 */
package sparksoftmax.versions;
