/** A standalone cluster of processes on this machine, and what a fit survives there. */
package sparksoftmax.reliability;
