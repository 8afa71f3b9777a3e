package io.gshare.benchmarks;

import java.io.Writer;

/** Takes text as a JSP page's writer does: copies it into a buffer of 8 K characters, which begins anew when it is full. */
final class PageWriter extends Writer {

    private final char[] buffer = new char[8192];
    private int length;

    @Override
    public void write(String text, int offset, int count) {
        text.getChars(offset, offset + count, buffer, room(count));
        length += count;
    }

    @Override
    public void write(char[] text, int offset, int count) {
        System.arraycopy(text, offset, buffer, room(count), count);
        length += count;
    }

    @Override
    public void write(int c) {
        buffer[room(1)] = (char) c;
        length++;
    }

    private int room(int count) {
        if (length + count > buffer.length) {
            length = 0;
        }
        return length;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** What was written since the buffer began. */
    String text() {
        return new String(buffer, 0, length);
    }
}
