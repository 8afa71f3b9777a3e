package io.gshare.html;

import io.gshare.Page;
import io.gshare.link.LinkSuffix;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Signs the links of workspaces in one page, byte by byte as it passes.
 *
 * <p>A link is signed by a suffix that is put in at the end of its attribute's value, before its {@code #fragment}; nothing else
 * changes, and nothing is held back, so there is nothing to flush. Any way of cutting the page into pieces gives the
 * same output. The first 64 KB of a page are searched ahead for what each link of a workspace has in it, and kept; they are read up to there when that
 * comes, so that no page is read behind its last link. Where a link stands is decided as a tokenizer of the
 * <a href="https://html.spec.whatwg.org/multipage/parsing.html#tokenization">HTML standard</a> sees the page, with scripting on; the
 * states below bear its names. Where only a tree could tell how the tokenizer goes on (text elements in {@code select}, or behind what
 * {@link ForeignContent} does not follow), the rewriter goes on only as far as both ways agree, and is lost from there: it signs nothing more on that
 * page. The worst that can happen is a link that is not signed.
 *
 * <p>Bytes stand for characters in any charset that is a superset of ASCII and whose other characters have no byte that could be taken
 * for one of {@code <>"'=/&#?;%.:-!} or white space. Not thread-safe: one for each page.
 */
public final class LinkRewriter {

    private static final int DATA = 0;
    private static final int TAG_OPEN = 1;
    private static final int END_TAG_OPEN = 2;
    private static final int TAG_NAME = 3;
    private static final int BEFORE_ATTRIBUTE_NAME = 4;
    private static final int ATTRIBUTE_NAME = 5;
    private static final int AFTER_ATTRIBUTE_NAME = 6;
    private static final int BEFORE_ATTRIBUTE_VALUE = 7;
    private static final int ATTRIBUTE_VALUE_QUOTED = 8;
    private static final int ATTRIBUTE_VALUE_UNQUOTED = 9;
    private static final int SELF_CLOSING_START_TAG = 10;
    private static final int MARKUP_DECLARATION_OPEN = 11;
    private static final int MARKUP_DECLARATION_DASH = 12;
    private static final int BOGUS_COMMENT = 13;
    private static final int COMMENT_START = 14;
    private static final int COMMENT_START_DASH = 15;
    private static final int COMMENT = 16;
    private static final int COMMENT_END_DASH = 17;
    private static final int COMMENT_END = 18;
    private static final int COMMENT_END_BANG = 19;
    private static final int CDATA_OPEN = 20;
    private static final int CDATA_SECTION = 21;
    /** RCDATA or RAWTEXT. */
    private static final int TEXT = 22;

    private static final int TEXT_LESS_THAN = 23;
    private static final int TEXT_END_TAG_NAME = 24;
    private static final int SCRIPT_DATA = 25;
    private static final int SCRIPT_DATA_LESS_THAN = 26;
    private static final int SCRIPT_DATA_ESCAPE_START = 27;
    private static final int SCRIPT_DATA_ESCAPE_START_DASH = 28;
    /** Escaped or double escaped. */
    private static final int SCRIPT_DATA_ESCAPED = 29;

    private static final int SCRIPT_DATA_ESCAPED_LESS_THAN = 30;
    private static final int SCRIPT_DATA_DOUBLE_ESCAPE = 31;
    /** Begins a value that may be a link. */
    private static final int LINK_START = 32;

    private static final int LINK_ORIGIN = 33;
    private static final int LINK = 34;
    /** In a value that may say that foreign content contains HTML. */
    private static final int ENCODING = 35;
    /** {@code <?…?>} and {@code <!DOCTYPE…>} of XML. */
    private static final int PROCESSING_INSTRUCTION = 36;

    private static final int DOCTYPE = 37;
    /** Nothing more is signed on this page: PLAINTEXT, or nobody knows. */
    private static final int LOST = 38;

    private static final String CDATA = "[CDATA[";

    private final LinkRewriting rules;
    private final Vocabulary vocabulary;
    private final Names names;
    private final Glance glance;
    private final Page page;
    private final String origin;
    private final boolean xml;

    /** What has passed, read or not; {@code null} on a long page. */
    private @Nullable Unread unread;

    private int state;
    /** Where the walk along a name, or along a link's origin, stands. */
    private int node;
    /** How much of a keyword has been matched; or how many dashes or brackets have just passed, up to two. */
    private int matched;

    /** The element whose tag this is, if it matters. */
    private @Nullable Tag tag;

    private boolean endTag;
    /** Where the names of this tag's attributes begin that hold links to be signed. */
    private int attributes;
    /** Those that the tag has had, by number: the first of a name counts. */
    private long seen;

    /** Its number, if it has not had this one before, or 0. */
    private int attribute;
    /** What ends the value: a quote, or 0 for white space. */
    private byte quote;

    private @Nullable LinkText link;
    private @Nullable LinkSuffix suffix;
    /** Whether links that begin with {@code /} may be a workspace's. */
    private boolean relativeLinks;

    /** The text element that is open. */
    private @Nullable Tag text;
    /** How far script data is escaped: not, escaped, double escaped. */
    private int escape;

    private final ForeignContent foreign = new ForeignContent();

    private boolean select;
    private boolean template;

    LinkRewriter(LinkRewriting rules, Vocabulary vocabulary, Page page, String origin, boolean xml) {
        this.rules = rules;
        this.vocabulary = vocabulary;
        this.names = vocabulary.names;
        this.glance = new Glance(rules, vocabulary);
        this.page = page;
        this.origin = origin;
        this.xml = xml;
        // In XML a <base> may have any prefix, and xml:base be anywhere.
        this.relativeLinks = !xml && rules.mayBeRelative(origin);
        this.unread = rules.unread(relativeLinks);
    }

    /**
     * Takes the next bytes of the page and passes them on at once: slices of the same array, with suffixes between.
     *
     * @param bytes holds the bytes; not changed
     * @param offset where they begin
     * @param length how many
     * @param out where they go, by {@link OutputStream#write(byte[], int, int)} alone
     * @throws IOException if it does
     */
    public void write(byte[] bytes, int offset, int length, OutputStream out) throws IOException {
        int end = Objects.checkFromIndexSize(offset, length, bytes.length) + length;
        page.rewritten(length);
        Unread kept = unread;
        if (kept != null && !kept.hasRoom(length)) {
            read(kept, kept.length());
            kept.end();
            unread = null;
            kept = null;
        }
        // What is read is what passes, or the same behind what has passed before.
        int shift = kept == null ? 0 : kept.add(bytes, offset, length) - offset;
        int passed = offset;
        for (int i = offset; i < end; ) {
            i = kept == null ? scan(bytes, i, end, true) : readAhead(kept, i + shift) - shift;
            if (suffix != null) {
                byte[] markup = rules.markup(suffix);
                suffix = null;
                if (i > passed) {
                    out.write(bytes, passed, i - passed);
                }
                passed = i;
                out.write(markup, 0, markup.length);
            }
        }
        if (passed < end) {
            out.write(bytes, passed, end - passed);
        }
    }

    /** Reads on in a link, or up to where the next candidate ends; to the end of what is kept, if there is none. */
    private int readAhead(Unread kept, int from) {
        if (isInLink()) {
            int to = scan(kept.bytes(), from, kept.length(), false);
            kept.beRead(to);
            return to;
        }
        int to = kept.nextCandidate();
        if (to < 0) {
            return kept.length();
        }
        read(kept, to);
        return to;
    }

    /** Reads what is not read yet and has passed: no link ends in it, so it has no place for a suffix. */
    private void read(Unread kept, int to) {
        scan(kept.bytes(), kept.read(), to, true);
        if (suffix != null) {
            suffix = null; // never: it would stand in another place
            state = LOST;
        }
        kept.beRead(to);
    }

    /** Whether this is inside of a value that is a link, or begins as one does: by another scheme, a longer host may follow. */
    private boolean isInLink() {
        return state == LINK || state == LINK_ORIGIN;
    }

    /**
     * Ends the page, whose memory is another's thereafter. Whoever cannot tell that nothing more comes need not: a page that
     * goes on is passed on as it is.
     *
     * @return whether there is no link of a workspace in the page, signed or not, wherever it might stand; of a long page, and after the
     *     first time, {@code false}
     */
    public boolean end() {
        if (unread == null) {
            return false;
        }
        boolean bare = unread.read() == 0;
        unread.end();
        unread = null;
        state = LOST;
        return bare;
    }

    /** Reads on up to where {@link #suffix} is to be put in, or to the end, or the link's unless {@code beyondLinks}. */
    private int scan(byte[] bytes, int from, int end, boolean beyondLinks) {
        int i = from;
        while (i < end && suffix == null && (beyondLinks || isInLink())) {
            switch (state) {
                case DATA -> i = data(bytes, i, end);
                case TAG_NAME -> i = tagName(bytes, i, end);
                case ATTRIBUTE_NAME -> i = attributeName(bytes, i, end);
                case ATTRIBUTE_VALUE_QUOTED -> i = pass(quote, BEFORE_ATTRIBUTE_NAME, bytes, i, end);
                case LINK_ORIGIN -> i = linkOrigin(bytes, i, end);
                case LINK -> i = link(bytes, i, end);
                case ATTRIBUTE_VALUE_UNQUOTED -> i = unquoted(bytes, i, end);
                case TEXT -> i = pass((byte) '<', TEXT_LESS_THAN, bytes, i, end);
                case SCRIPT_DATA -> i = pass((byte) '<', SCRIPT_DATA_LESS_THAN, bytes, i, end);
                case SCRIPT_DATA_ESCAPED -> i = scriptDataEscaped(bytes, i, end);
                case COMMENT -> i = pass((byte) '-', COMMENT_END_DASH, bytes, i, end);
                case BOGUS_COMMENT -> i = pass((byte) '>', DATA, bytes, i, end);
                case LOST -> i = end;
                default -> i = step(byteByByte(bytes[i]), i);
            }
        }
        return i;
    }

    /** Goes to the next state, past the byte unless that is to be read again. */
    private int step(int next, int i) {
        state = next < 0 ? ~next : next;
        return next < 0 ? i : i + 1;
    }

    /** The state that is to read the byte again. */
    private static int reconsumeIn(int state) {
        return ~state;
    }

    /** Goes behind the next such byte and to the next state, or to the end. */
    private int pass(byte b, int next, byte[] bytes, int from, int end) {
        int i = Bytes.indexOf(b, bytes, from, end);
        if (i == end) {
            return end;
        }
        state = next;
        return i + 1;
    }

    /** In XML, more than letters begin a name. */
    private boolean beginsName(byte b) {
        return Bytes.isLetter(b) || (xml && (b < 0 || b == '_' || b == ':'));
    }

    private int data(byte[] bytes, int from, int end) {
        boolean plain = !foreign.isOpen() && !select && text == null;
        int i = plain ? glance.pass(bytes, from, end, unread == null) : from;
        return pass((byte) '<', TAG_OPEN, bytes, i, end);
    }

    private int tagOpen(byte b) {
        return switch (b) {
            case '/' -> END_TAG_OPEN;
            case '!' -> MARKUP_DECLARATION_OPEN;
            case '?' -> xml ? unmatched(PROCESSING_INSTRUCTION) : BOGUS_COMMENT;
            default -> reconsumeIn(beginsName(b) ? tagName(false) : DATA);
        };
    }

    /** The state, in which nothing is matched as yet. */
    private int unmatched(int state) {
        matched = 0;
        return state;
    }

    private int endTagOpen(byte b) {
        if (!beginsName(b)) {
            return b == '>' ? DATA : reconsumeIn(BOGUS_COMMENT);
        }
        return reconsumeIn(tagName(true));
    }

    private int tagName(boolean ofEndTag) {
        endTag = ofEndTag;
        foreign.beginName();
        // Most end tags mean nothing, whatever their names.
        boolean matters = !endTag || foreign.isOpen() || select || text != null;
        node = matters ? vocabulary.elements : Names.DEAD;
        return TAG_NAME;
    }

    private int tagName(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && (Bytes.kind(bytes[i]) & Bytes.ENDS_TAG_NAME) == 0) {
            node = names.step(node, bytes[i++]);
        }
        if (foreign.isFollowed()) {
            foreign.name(bytes, from, i);
        }
        if (i < end) {
            tagNamed();
        }
        return i;
    }

    private void tagNamed() {
        tag = node == Names.DEAD ? null : vocabulary.tag(node);
        attributes = Names.DEAD;
        attribute = 0;
        seen = 0;
        if (tag != null && !endTag) {
            attributes = signsIn(tag) ? tag.attributes() : tag.decisive();
        }
        state = BEFORE_ATTRIBUTE_NAME;
    }

    /** Whether browsers follow links of such an element here, beyond doubt. */
    private boolean signsIn(Tag tag) {
        return !select && text == null && foreign.signs(tag);
    }

    private int beforeAttributeName(byte b) {
        return switch (Bytes.kind(b)) {
            case Bytes.SPACE -> BEFORE_ATTRIBUTE_NAME;
            case Bytes.SLASH -> SELF_CLOSING_START_TAG;
            case Bytes.GREATER_THAN -> tagClosed(false);
            default -> {
                node = names.step(attributes, b); // be it a = too
                yield ATTRIBUTE_NAME;
            }
        };
    }

    private int attributeName(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && Bytes.kind(bytes[i]) == 0) {
            node = names.step(node, bytes[i++]);
        }
        if (i < end) {
            int number = vocabulary.attribute(node);
            attribute = number != 0 && (seen & 1L << number) == 0 ? number : 0;
            seen |= number == 0 ? 0 : 1L << number;
            state = AFTER_ATTRIBUTE_NAME;
        }
        return i;
    }

    private int afterAttributeName(byte b) {
        return switch (Bytes.kind(b)) {
            case Bytes.SPACE -> AFTER_ATTRIBUTE_NAME;
            case Bytes.EQUALS -> BEFORE_ATTRIBUTE_VALUE;
            default -> reconsumeIn(BEFORE_ATTRIBUTE_NAME);
        };
    }

    private int beforeAttributeValue(byte b) {
        if (Bytes.kind(b) == Bytes.SPACE) {
            return BEFORE_ATTRIBUTE_VALUE;
        }
        if (b == '>') {
            return reconsumeIn(BEFORE_ATTRIBUTE_NAME);
        }
        boolean quoted = b == '"' || b == '\'';
        quote = quoted ? b : 0;
        node = vocabulary.encodings;
        int next = attribute > 0 ? LINK_START : attribute == Vocabulary.ENCODING ? ENCODING : restOfValue();
        return quoted ? next : reconsumeIn(next);
    }

    private int unquoted(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && !endsValue(bytes[i])) {
            i++;
        }
        state = i < end ? BEFORE_ATTRIBUTE_NAME : state;
        return i;
    }

    private int encoding(byte b) {
        if (endsValue(b)) {
            seen |= vocabulary.attribute(node) == 0 ? 0 : 1L << Vocabulary.DECISIVE;
            return reconsumeIn(restOfValue());
        }
        node = names.step(node, b);
        return b == '&' ? LOST : ENCODING;
    }

    private int restOfValue() {
        return quote == 0 ? ATTRIBUTE_VALUE_UNQUOTED : ATTRIBUTE_VALUE_QUOTED;
    }

    private boolean endsValue(byte b) {
        return quote == 0 ? Bytes.kind(b) == Bytes.SPACE || b == '>' : b == quote;
    }

    private int linkStart(byte b) {
        if (b == '/' && relativeLinks) {
            link = begun(origin);
            return reconsumeIn(LINK);
        }
        node = rules.stepOrigin(LinkRewriting.ORIGINS, b);
        if (node == Names.DEAD) {
            return reconsumeIn(restOfValue());
        }
        link = begun("");
        link.append(b);
        return LINK_ORIGIN;
    }

    private LinkText begun(String origin) {
        LinkText begun = link == null ? new LinkText() : link;
        begun.begin(origin);
        return begun;
    }

    private int linkOrigin(byte[] bytes, int from, int end) {
        LinkText begun = Objects.requireNonNull(link);
        for (int i = from; i < end; i++) {
            node = rules.stepOrigin(node, bytes[i]);
            if (node == Names.DEAD) {
                state = restOfValue();
                return i;
            }
            begun.append(bytes[i]);
            if (rules.isOrigin(node)) {
                state = LINK;
                return i + 1;
            }
        }
        return end;
    }

    /** Gathers a link up to its end, which is the value's or where its fragment begins, and decides about it. */
    private int link(byte[] bytes, int from, int end) {
        LinkText gathered = Objects.requireNonNull(link);
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            // A # behind a & begins no fragment but a reference, which is decoded, or refused.
            if (endsValue(b) || (b == '#' && !gathered.endsWithAmpersand())) {
                state = restOfValue();
                suffix = gathered.decodeAmpersands() ? page.suffixOwn(gathered, gathered.isRelative()) : null;
                return i;
            }
            gathered.append(b);
        }
        return end;
    }

    /** What follows a tag. */
    private int tagClosed(boolean selfClosing) {
        boolean decided = (seen & 1L << Vocabulary.DECISIVE) != 0;
        boolean html = !foreign.isFollowed() || foreign.passed(endTag, selfClosing, decided);
        if (tag == null || !html) {
            // There are parsers to which a <select> of SVG is one of HTML later on.
            return tag != null && tag.kind() == Tag.Kind.SELECT ? LOST : DATA;
        }
        if (endTag) {
            closed(tag);
            return DATA;
        }
        return xml ? openedInXml(tag, selfClosing) : opened(tag, selfClosing);
    }

    private void closed(Tag tag) {
        switch (tag.kind()) {
            case SVG, MATH -> foreign.end(tag);
            case SELECT -> select = false;
            default -> text = tag.equals(text) ? null : text;
        }
    }

    private int opened(Tag tag, boolean selfClosing) {
        switch (tag.kind()) {
            case BASE -> relativeLinks = false;
            case SVG, MATH -> foreign.begin(tag, selfClosing, !select);
            case HTML -> foreign.point(selfClosing);
            case SELECT -> select = true;
            case TEMPLATE -> {
                foreign.doubt(select);
                template = true;
            }
            case COL -> foreign.doubt(template);
            case FRAMESET -> foreign.doubt(true);
            case PLAINTEXT -> {
                return LOST;
            }
            case TEXT, SCRIPT -> {
                if (selfClosing && isAmbiguous()) {
                    return LOST;
                }
                text = tag;
                escape = 0;
                return tag.kind() == Tag.Kind.SCRIPT && !isAmbiguous() ? SCRIPT_DATA : TEXT;
            }
            case ORDINARY -> {}
        }
        return DATA;
    }

    /** In XML, scripts and the like contain markup, but no links; and every tag is what it says. */
    private int openedInXml(Tag tag, boolean selfClosing) {
        if (tag.kind() == Tag.Kind.BASE) {
            relativeLinks = false;
        }
        if (selfClosing) {
            return DATA;
        }
        switch (tag.kind()) {
            case SVG, MATH -> foreign.begin(tag, false, false);
            case TEXT, SCRIPT -> {
                if (tag.equals(text)) {
                    return LOST;
                }
                text = text == null ? tag : text;
            }
            default -> {}
        }
        return DATA;
    }

    /** Whether a text element here may be markup like any other to a browser. */
    private boolean isAmbiguous() {
        return !xml && (select || foreign.isInDoubt());
    }

    private int byteByByte(byte b) {
        return switch (state) {
            case TAG_OPEN -> tagOpen(b);
            case BEFORE_ATTRIBUTE_NAME -> beforeAttributeName(b);
            case AFTER_ATTRIBUTE_NAME -> afterAttributeName(b);
            case BEFORE_ATTRIBUTE_VALUE -> beforeAttributeValue(b);
            case LINK_START -> linkStart(b);
            case ENCODING -> encoding(b);
            case SELF_CLOSING_START_TAG -> b == '>' ? tagClosed(true) : reconsumeIn(BEFORE_ATTRIBUTE_NAME);
            case END_TAG_OPEN -> endTagOpen(b);
            case MARKUP_DECLARATION_OPEN -> markupDeclarationOpen(b);
            case MARKUP_DECLARATION_DASH -> b == '-' ? COMMENT_START : reconsumeIn(BOGUS_COMMENT);
            case COMMENT_START -> b == '>' && !xml ? DATA : b == '-' ? COMMENT_START_DASH : reconsumeIn(COMMENT);
            case COMMENT_START_DASH -> b == '>' && !xml ? DATA : b == '-' ? COMMENT_END : reconsumeIn(COMMENT);
            case COMMENT_END_DASH -> b == '-' ? COMMENT_END : reconsumeIn(COMMENT);
            case COMMENT_END ->
                switch (b) {
                    case '>' -> DATA;
                    case '-' -> COMMENT_END;
                    case '!' -> xml ? COMMENT : COMMENT_END_BANG;
                    default -> reconsumeIn(COMMENT);
                };
            case COMMENT_END_BANG -> b == '>' ? DATA : reconsumeIn(COMMENT);
            case CDATA_OPEN -> cdataOpen(b);
            case CDATA_SECTION -> cdataSection(b);
            case TEXT_LESS_THAN -> textLessThan(b);
            case TEXT_END_TAG_NAME -> textEndTagName(b);
            case SCRIPT_DATA_LESS_THAN ->
                switch (b) {
                    case '/' -> unmatched(TEXT_END_TAG_NAME);
                    case '!' -> SCRIPT_DATA_ESCAPE_START;
                    default -> reconsumeIn(SCRIPT_DATA);
                };
            case SCRIPT_DATA_ESCAPE_START -> b == '-' ? SCRIPT_DATA_ESCAPE_START_DASH : reconsumeIn(SCRIPT_DATA);
            case SCRIPT_DATA_ESCAPE_START_DASH -> b == '-' ? escaped(1, 2) : reconsumeIn(SCRIPT_DATA);
            case SCRIPT_DATA_ESCAPED_LESS_THAN -> scriptDataEscapedLessThan(b);
            case SCRIPT_DATA_DOUBLE_ESCAPE -> scriptDataDoubleEscape(b);
            case PROCESSING_INSTRUCTION -> {
                boolean ends = b == '>' && matched == 1;
                matched = b == '?' ? 1 : 0;
                yield ends ? DATA : PROCESSING_INSTRUCTION;
            }
            case DOCTYPE -> doctype(b);
            default -> throw new IllegalStateException("no state " + state);
        };
    }

    /** In XML, identifiers may contain anything but their quotes; an internal subset might say anything. */
    private int doctype(byte b) {
        if (matched == 0 && (b == '>' || b == '[')) {
            return b == '>' ? DATA : LOST;
        }
        if (b == '"' || b == '\'') {
            matched = matched == 0 ? b : matched == b ? 0 : matched;
        }
        return DOCTYPE;
    }

    private int markupDeclarationOpen(byte b) {
        if (b == '-') {
            return MARKUP_DECLARATION_DASH;
        }
        matched = 0;
        return reconsumeIn(
                b == '[' && (xml || select || !foreign.isHtml()) ? CDATA_OPEN : xml ? DOCTYPE : BOGUS_COMMENT);
    }

    private int cdataOpen(byte b) {
        if (b != CDATA.charAt(matched)) {
            return xml || text != null ? LOST : reconsumeIn(BOGUS_COMMENT);
        }
        if (++matched < CDATA.length()) {
            return CDATA_OPEN;
        }
        matched = 0;
        return CDATA_SECTION;
    }

    /** In doubt, a section, or a comment that ends at the first {@code >}: alike if there is no {@code <} in it. */
    private int cdataSection(byte b) {
        if (b == '<' && !xml && !foreign.isForeign()) {
            return LOST;
        }
        boolean ends = b == '>' && matched == 2;
        matched = b == ']' ? Math.min(matched + 1, 2) : 0;
        return !ends ? CDATA_SECTION : text != null && !xml ? TEXT : DATA;
    }

    private int textLessThan(byte b) {
        if (b == '/') {
            return unmatched(TEXT_END_TAG_NAME);
        }
        if (b == '!' && isAmbiguous()) {
            return unmatched(CDATA_OPEN);
        }
        return notTextEnd();
    }

    private int textEndTagName(byte b) {
        Tag open = Objects.requireNonNull(text);
        if (matched < open.name().length()) {
            if ((b | 0x20) == open.name().charAt(matched) && Bytes.isLetter(b)) {
                matched++;
                return TEXT_END_TAG_NAME;
            }
            return notTextEnd();
        }
        if ((Bytes.kind(b) & Bytes.ENDS_TAG_NAME) == 0) {
            return notTextEnd();
        }
        text = null;
        endTag = true;
        foreign.beginName();
        node = Names.DEAD;
        tagNamed();
        return reconsumeIn(BEFORE_ATTRIBUTE_NAME);
    }

    /** What looked like the text's end tag is text; to a browser that takes the text for markup, it might be anything. */
    private int notTextEnd() {
        if (isAmbiguous()) {
            return LOST;
        }
        boolean script = Objects.requireNonNull(text).kind() == Tag.Kind.SCRIPT;
        return reconsumeIn(!script ? TEXT : escape == 0 ? SCRIPT_DATA : escaped(escape, 0));
    }

    private int escaped(int how, int dashes) {
        escape = how;
        matched = dashes;
        return SCRIPT_DATA_ESCAPED;
    }

    private int scriptDataEscaped(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '<' && bytes[i] != '-' && bytes[i] != '>') {
            i++;
        }
        matched = i > from ? 0 : matched;
        return i < end ? step(scriptDataEscaped(bytes[i]), i) : end;
    }

    private int scriptDataEscaped(byte b) {
        if (b == '<') {
            return SCRIPT_DATA_ESCAPED_LESS_THAN;
        }
        if (b == '>' && matched == 2) {
            escape = 0;
            return SCRIPT_DATA;
        }
        return escaped(escape, b == '-' ? Math.min(matched + 1, 2) : 0);
    }

    private int scriptDataEscapedLessThan(byte b) {
        if (b == '/') {
            matched = 0;
            return escape == 1 ? TEXT_END_TAG_NAME : SCRIPT_DATA_DOUBLE_ESCAPE;
        }
        if (Bytes.isLetter(b) && escape == 1) {
            matched = 0;
            return reconsumeIn(SCRIPT_DATA_DOUBLE_ESCAPE);
        }
        return reconsumeIn(escaped(escape, 0));
    }

    /** The name of a tag that may begin double escaping, or end it: that of a script. */
    private int scriptDataDoubleEscape(byte b) {
        String name = Objects.requireNonNull(text).name();
        if ((Bytes.kind(b) & Bytes.ENDS_TAG_NAME) != 0) {
            return escaped(matched == name.length() ? 3 - escape : escape, 0);
        }
        if (!Bytes.isLetter(b)) {
            return reconsumeIn(escaped(escape, 0));
        }
        boolean same = matched >= 0 && matched < name.length() && (b | 0x20) == name.charAt(matched);
        matched = same ? matched + 1 : -1;
        return SCRIPT_DATA_DOUBLE_ESCAPE;
    }
}
