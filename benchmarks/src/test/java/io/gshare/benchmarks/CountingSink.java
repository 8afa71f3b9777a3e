package io.gshare.benchmarks;

import java.io.OutputStream;

/** Takes a page for the cost of counting its bytes. */
final class CountingSink extends OutputStream {

    private long count;

    @Override
    public void write(int b) {
        count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        count += length;
    }

    /** How many bytes came, ever. */
    long count() {
        return count;
    }
}
