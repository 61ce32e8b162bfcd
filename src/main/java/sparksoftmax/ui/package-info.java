/**
 * The tab of Spark's web UI that shows the fits of a session. Only here are classes of the UI used, which are Spark's
 * own and may differ between its versions.
 */
package sparksoftmax.ui;
