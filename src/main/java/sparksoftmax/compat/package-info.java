/** What differs between versions of Spark. */
package sparksoftmax.compat;
