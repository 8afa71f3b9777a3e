package io.gshare.html;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Finds what each link of a workspace has in it, wherever that stands in a page: {@code //} and the workspace's host, in any case; for links
 * that begin with {@code /}, the path of a workspace. Where there is none, no tokenizer need look. Immutable and thread-safe.
 */
final class Candidates {

    /** There is one. */
    static final int FOUND = -1;

    private final Names names = new Names(true);
    private final boolean[] ends;
    private final int absolute;
    private final int relative;
    /** The bytes behind the slash that words begin with. */
    private final byte[] absoluteSeconds;

    private final byte[] relativeSeconds;

    /**
     * What to look for.
     *
     * @param hosts those of workspaces, with their ports where links have them
     * @param paths those below which workspaces are
     */
    Candidates(Collection<String> hosts, Collection<String> paths) {
        absolute = names.root();
        relative = names.root();
        Collection<Integer> nodes = new TreeSet<>();
        hosts.forEach(host -> nodes.add(names.add(absolute, "//" + host)));
        paths.forEach(path -> nodes.add(names.add(relative, path.toLowerCase(Locale.ROOT))));
        ends = new boolean[names.size()];
        nodes.forEach(node -> ends[node] = true);
        absoluteSeconds = hosts.isEmpty() ? new byte[0] : new byte[] {'/'};
        relativeSeconds = seconds(paths);
    }

    private static byte[] seconds(Collection<String> words) {
        Collection<Character> letters = new TreeSet<>();
        words.forEach(word -> letters.add(word.toLowerCase(Locale.ROOT).charAt(1)));
        byte[] seconds = new byte[letters.size()];
        int length = 0;
        for (char letter : letters) {
            seconds[length++] = (byte) letter;
        }
        return seconds;
    }

    /**
     * Searches on.
     *
     * @param withRelative whether links that begin with {@code /} may be a workspace's
     * @return where one may begin that does not end yet, or {@code end}; {@link #FOUND} if there is one
     */
    int search(byte[] bytes, int from, int end, boolean withRelative) {
        int open = search(absolute, absoluteSeconds, bytes, from, end);
        return withRelative && open != FOUND
                ? Math.min(open, search(relative, relativeSeconds, bytes, from, end))
                : open;
    }

    private int search(int root, byte[] seconds, byte[] bytes, int from, int end) {
        int open = from < end && bytes[end - 1] == '/' ? end - 1 : end;
        for (byte second : seconds) {
            for (int at = from; ; at++) {
                at = Bytes.indexOf((byte) '/', second, bytes, at, end);
                if (at == end) {
                    break;
                }
                int node = root;
                int i = at;
                while (i < end && node != Names.DEAD && !ends[node]) {
                    node = names.step(node, bytes[i++]);
                }
                if (ends[node]) {
                    return FOUND;
                }
                if (node != Names.DEAD) {
                    open = Math.min(open, at);
                    break;
                }
            }
        }
        return open;
    }
}
