package io.gshare.html;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names of elements and attributes that matter to the rewriter, as one kind of page spells them. Immutable and thread-safe. */
final class Vocabulary {

    /** The number of an attribute that makes an element of foreign content HTML, or of a value that makes it contain HTML. */
    static final int DECISIVE = -1;
    /** The number of the attribute that has such values. */
    static final int ENCODING = -2;

    final Names names;
    /** The node where names of elements begin. */
    final int elements;
    /** And where values begin that are {@link #DECISIVE}. */
    final int encodings;

    private final @Nullable Tag[] tags;
    private final byte[] attributes;

    /** The names of one kind of page: the attributes that hold links, as {@code element@attribute}, and whether case does not matter. */
    Vocabulary(Set<String> attributes, boolean foldCase) {
        names = new Names(foldCase);
        elements = names.root();
        Map<String, Set<String>> byElement = new TreeMap<>();
        for (String attribute : attributes) {
            int at = attribute.indexOf('@');
            byElement
                    .computeIfAbsent(attribute.substring(0, at), element -> new TreeSet<>())
                    .add(attribute.substring(at + 1));
        }
        for (Tag.Kind kind : Tag.Kind.values()) {
            kind.names().forEach(element -> byElement.computeIfAbsent(element, e -> Set.of()));
        }
        byElement.computeIfAbsent("font", element -> Set.of());
        Map<Integer, Tag> tagAt = new HashMap<>();
        Map<Integer, Integer> attributeAt = new HashMap<>();
        int font = names.root();
        Set.of("color", "face", "size").forEach(attribute -> attributeAt.put(names.add(font, attribute), DECISIVE));
        int annotation = names.root();
        attributeAt.put(names.add(annotation, "encoding"), ENCODING);
        encodings = names.root();
        Set.of("text/html", "application/xhtml+xml")
                .forEach(value -> attributeAt.put(names.add(encodings, value), DECISIVE));
        byElement.forEach((element, ofElement) -> {
            int root = ofElement.isEmpty() ? Names.DEAD : names.root();
            int number = 0;
            for (String attribute : ofElement) {
                attributeAt.put(names.add(root, attribute), ++number);
            }
            int decisive = element.equals("font") ? font : element.equals("annotation-xml") ? annotation : Names.DEAD;
            tagAt.put(names.add(elements, element), new Tag(element, Tag.Kind.of(element), root, decisive));
        });
        this.tags = new Tag[names.size()];
        tagAt.forEach((node, tag) -> tags[node] = tag);
        this.attributes = new byte[names.size()];
        attributeAt.forEach((node, number) -> this.attributes[node] = number.byteValue());
    }

    /** The element whose name ends at a node, if it matters. */
    @Nullable
    Tag tag(int node) {
        return tags[node];
    }

    /** The number, from 1, of the attribute whose name ends at a node, among those of its element that hold links; {@link #DECISIVE}, {@link #ENCODING}, or 0. */
    int attribute(int node) {
        return attributes[node];
    }
}
