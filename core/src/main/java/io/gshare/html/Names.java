package io.gshare.html;

import java.util.Arrays;
import java.util.Locale;

/**
 * A set of words that is walked byte by byte, so that a word cut in two is found like a whole one, and a word that is longer
 * than all that are known is no other word. A node is where a walk stands; {@link #DEAD} is where no known word goes on.
 *
 * <p>Not thread-safe while it is filled; thereafter immutable and thread-safe.
 */
final class Names {

    static final int DEAD = 0;

    private final boolean foldCase;
    /** By node and ASCII character: the next node. */
    private short[] next = new short[64 << 7];

    private int nodes = 1;

    /** No words yet; ASCII letters match without regard to case, or not. */
    Names(boolean foldCase) {
        this.foldCase = foldCase;
    }

    /** A new node that nothing leads to, for words to begin at. */
    int root() {
        return newNode();
    }

    /** Adds a word of ASCII, in lower case, that begins at a node; returns the node where it ends. */
    int add(int root, String word) {
        int node = root;
        for (int i = 0; i < word.length(); i++) {
            String letter = word.substring(i, i + 1);
            int there = step(node, (byte) letter.charAt(0));
            if (there == DEAD) {
                there = newNode();
                next[node << 7 | letter.charAt(0)] = (short) there;
                if (foldCase) {
                    next[node << 7 | letter.toUpperCase(Locale.ROOT).charAt(0)] = (short) there;
                }
            }
            node = there;
        }
        return node;
    }

    private int newNode() {
        if (nodes << 7 == next.length) {
            next = Arrays.copyOf(next, next.length * 2);
        }
        if (nodes == Short.MAX_VALUE) {
            throw new IllegalArgumentException("too many names; configure fewer workspaces or attributes");
        }
        return nodes++;
    }

    /** How many nodes there are; each is less. */
    int size() {
        return nodes;
    }

    /** Where a byte leads. */
    int step(int node, byte b) {
        return b < 0 ? DEAD : next[node << 7 | b];
    }
}
