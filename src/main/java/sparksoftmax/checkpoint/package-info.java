/** Files that hold the state of a fit, for the case that the driver dies. */
package sparksoftmax.checkpoint;
