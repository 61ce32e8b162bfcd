/** The documentation: its links, its samples, and the web site that is made of it. */
package sparksoftmax.docs;
