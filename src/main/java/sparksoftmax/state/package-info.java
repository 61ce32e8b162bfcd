/** The state of a fit after a pass, as values by name, from which the fit can go on. */
package sparksoftmax.state;
