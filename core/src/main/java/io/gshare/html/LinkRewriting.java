package io.gshare.html;

import io.gshare.GShare;
import io.gshare.Page;
import io.gshare.link.LinkSuffix;
import io.gshare.link.Workspace;
import io.gshare.settings.Rewriting;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signs the links of workspaces in pages that pass by: what all pages have in common, made once. Immutable and thread-safe.
 */
public final class LinkRewriting {

    /** The attributes that browsers, and scripts that load frames lazily, follow as links. */
    private static final Set<String> ATTRIBUTES = Set.of(
            "a@href",
            "area@href",
            "embed@data-src",
            "embed@src",
            "frame@src",
            "iframe@data-src",
            "iframe@src",
            "img@data-src",
            "img@src",
            "object@data");

    /** More than the suffixes of any second, for a server with a few workspaces. */
    private static final int MOST_SUFFIXES = 256;

    private static final Pattern ORIGIN = Pattern.compile("https?://([^/]+)");

    /** The node where links of workspaces begin. */
    static final int ORIGINS = 1;

    private final Vocabulary html;
    private final Vocabulary xml;
    private final Names origins = new Names(true);
    /** By node of {@link #origins}: whether a workspace's scheme, host and port end there. */
    private final boolean[] originEnds;
    /** The workspaces that have a path, and so may share a page's origin, by that path. */
    private final Map<String, Workspace> belowPaths = new TreeMap<>();

    /** What all links of workspaces have in them: {@code //} and the host. */
    private final Candidates absolute;
    /** The same, or the path of one, with which links below the page's own origin begin. */
    private final Candidates relative;

    private final Unread.Pool unread = new Unread.Pool();
    /** The suffixes of this second as they stand in markup; replaced whole. */
    private volatile Map<LinkSuffix, byte[]> markup = new HashMap<>();

    /**
     * The rules for pages with links of these workspaces.
     *
     * @param gshare whose workspaces' links are signed
     * @param rewriting where links stand in pages; which pages are rewritten is their sender's business
     */
    public LinkRewriting(GShare gshare, Rewriting rewriting) {
        Set<String> all = new TreeSet<>(ATTRIBUTES);
        all.addAll(rewriting.attributes());
        html = new Vocabulary(all, true);
        xml = new Vocabulary(all, false);
        Set<Integer> ends = new HashSet<>();
        Set<String> hosts = new TreeSet<>();
        int root = origins.root(); // the first node, ORIGINS
        for (String url : gshare.workspaces().values()) {
            Matcher origin = ORIGIN.matcher(url);
            if (origin.lookingAt()) {
                ends.add(origins.add(root, origin.group()));
                hosts.add("//" + origin.group(1));
                if (origin.end() < url.length()) {
                    belowPaths.put(url.substring(origin.end()), Workspace.of(url));
                }
            }
        }
        absolute = new Candidates(hosts);
        hosts.addAll(belowPaths.keySet());
        relative = new Candidates(hosts);
        originEnds = new boolean[origins.size()];
        ends.forEach(node -> originEnds[node] = true);
    }

    /**
     * {@return whether pages in a charset can be read as bytes: supersets of ASCII, in which no byte of another character can be taken for one that
     * delimits markup or links; not UTF-16, UTF-32, ISO-2022, EBCDIC, nor what is unknown}
     *
     * @param charset its name; {@code null} for a page that names none, and browsers guess one
     */
    public static boolean canRead(@Nullable String charset) {
        return AsciiSupersets.contains(charset);
    }

    /**
     * {@return what rewrites a page}
     *
     * @param page what signs, with the workspaces of the application that these rules were made for
     * @param origin scheme, host and port of the page, such as {@code https://example.com:443}
     * @param xml whether browsers read the page as XML, as {@code application/xhtml+xml}
     */
    public LinkRewriter page(Page page, String origin, boolean xml) {
        return new LinkRewriter(this, xml ? this.xml : html, page, origin, xml);
    }

    /** Nothing yet of a page, whose links that begin with {@code /} may be a workspace's or not. */
    Unread unread(boolean relativeLinks) {
        return new Unread(relativeLinks ? relative : absolute, unread);
    }

    /** Where a byte of a value leads that may be the beginning of a link: to {@link Names#DEAD} if it is none of a workspace. */
    int stepOrigin(int node, byte b) {
        return origins.step(node, b);
    }

    /** Whether a workspace's scheme, host and port end at the node, if not the link's: a port or a longer host may follow. */
    boolean isOrigin(int node) {
        return originEnds[node];
    }

    /** Whether a value that begins so may be a link of a workspace. */
    boolean mayBeginLink(byte[] bytes, int from, int end) {
        if (bytes[from] == '/') {
            return !belowPaths.isEmpty();
        }
        int node = ORIGINS;
        for (int i = from; i < end && !originEnds[node]; i++) {
            node = origins.step(node, bytes[i]);
            if (node == Names.DEAD) {
                return false;
            }
        }
        return true;
    }

    /** Whether links of a page that begin with {@code /} may be a workspace's. */
    boolean mayBeRelative(String pageOrigin) {
        for (Map.Entry<String, Workspace> below : belowPaths.entrySet()) {
            if (below.getValue().owns(pageOrigin + below.getKey())) {
                return true;
            }
        }
        return false;
    }

    /** A suffix as it stands in markup. */
    byte[] markup(LinkSuffix suffix) {
        Map<LinkSuffix, byte[]> known = markup;
        byte[] bytes = known.get(suffix);
        if (bytes == null) {
            bytes = HtmlEscape.escape(suffix.text()).getBytes(StandardCharsets.US_ASCII);
            Map<LinkSuffix, byte[]> more = new HashMap<>(known.size() < MOST_SUFFIXES ? known : Map.of());
            more.put(suffix, bytes);
            markup = more;
        }
        return bytes;
    }
}
