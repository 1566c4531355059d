/** JMH benchmarks, and the programs that run them side by side and print tables. */
package org.aparte.benchmarks;
