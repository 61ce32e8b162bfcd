/** Folders on any Hadoop file system that are replaced as a whole, and whose files are checked when they are read. */
package sparksoftmax.storage;
