/** The charting library for pages, which is bundled in the jar. */
package sparksoftmax.charts;
