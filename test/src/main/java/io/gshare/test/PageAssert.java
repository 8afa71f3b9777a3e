package io.gshare.test;

import io.gshare.link.Workspace;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;

/**
 * Checks a page that embeds dashboards. Every method fails with an {@link AssertionError} that says what the page has and what to do,
 * and shows no signature, key or ticket: the text that AssertJ's own methods see is without them. Not thread-safe.
 */
public final class PageAssert extends AbstractAssert<PageAssert, String> {

    /** What browsers drop from a link. */
    private static final Pattern SPACE_AROUND = Pattern.compile("^[\\x00-\\x20]+|[\\x00-\\x20]+$");

    private static final Pattern BREAK = Pattern.compile("[\\t\\r\\n]");

    private final String html;
    private final Document document;

    PageAssert(String html) {
        super(Secret.hide(html), PageAssert.class);
        this.html = html;
        this.document = Jsoup.parse(html);
        info.useRepresentation(new Hidden());
    }

    private PageAssert require(boolean right, String problem) {
        if (!right) {
            failWithMessage("%s", "page " + problem);
        }
        return this;
    }

    private List<Link> frames() {
        return document.select("iframe[src], frame[src]").eachAttr("src").stream()
                .map(Link::new)
                .toList();
    }

    /**
     * {@return this, if the page has a number of frames that show something}
     *
     * @param count how many
     */
    public PageAssert hasFrames(int count) {
        int refused = document.select(".gshare-refused").size();
        return require(
                frames().size() == count,
                "had " + described() + " but must have " + count + "; "
                        + (refused == 0
                                ? "see whether it is the page that was meant"
                                : "the log says why the placeholder in it stands for a link that was refused"));
    }

    private String described() {
        List<Link> frames = frames();
        return switch (frames.size()) {
            case 0 -> "no frame";
            case 1 -> "1 frame, " + frames;
            default -> frames.size() + " frames, " + frames;
        };
    }

    /**
     * {@return what checks the link of one of the page's frames}
     *
     * @param index which, from 0
     */
    public LinkAssert frame(int index) {
        List<Link> frames = frames();
        require(index < frames.size(), "had " + described() + " but none of index " + index + "; they count from 0");
        return new LinkAssert(frames.get(index)).as("frame %d of the page", index);
    }

    /**
     * {@return this, if the page has links to a workspace, in frames or elsewhere, and the workspace would open each of them now}
     *
     * @param workspace the workspace
     */
    public PageAssert everyLinkIsAcceptedBy(StandInWorkspace workspace) {
        Workspace owner = Workspace.of(workspace.url());
        List<Link> links = attributes()
                .map(link -> followed(link, workspace.url()))
                .filter(owner::owns)
                .map(Link::new)
                .toList();
        require(
                !links.isEmpty(),
                "had no link to the workspace at " + workspace.url() + ", and " + described()
                        + "; give the application the workspace's applicationSettings()");
        links.forEach(link -> new LinkAssert(link).as("a link of the page").isAcceptedBy(workspace));
        return this;
    }

    /** Where a browser goes: it drops white space, and takes {@code //} to be of the page's scheme, here the workspace's. */
    private static String followed(String link, String workspace) {
        String bare = BREAK.matcher(SPACE_AROUND.matcher(link).replaceAll("")).replaceAll("");
        return bare.startsWith("//") ? workspace.substring(0, workspace.indexOf("//")) + bare : bare;
    }

    /** {@return this, if the page carries no signature, be it in a link or elsewhere: it can be kept by caches} */
    public PageAssert hasNoSignedLink() {
        List<Link> signed = attributes().map(Link::new).filter(Link::isShared).toList();
        require(
                signed.isEmpty(),
                "had signed links, " + signed + ", but must have none; sign them when their frames load");
        return require(
                !new Link(html).isShared(),
                "had a signature outside of its links but must have none; keep signed links out of scripts and text");
    }

    private Stream<String> attributes() {
        return document.getAllElements().stream()
                .flatMap(element -> element.attributes().asList().stream())
                .map(Attribute::getValue);
    }

    /**
     * {@return this, if the page carries nothing that opens more than a dashboard for a minute: no token, no API key, no derived key, no password}
     */
    public PageAssert carriesNoSecret() {
        String secret = Secret.in(html);
        return require(
                secret == null,
                "carried " + secret + "; take it out, and make a new key, because whoever has seen this one has it");
    }
}
