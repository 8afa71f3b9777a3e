package io.gshare.html;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names of elements and attributes that matter to the rewriter, as one kind of page spells them. Immutable and thread-safe. */
final class Vocabulary {

    final Names names;
    /** The node where names of elements begin. */
    final int elements;

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
        Map<Integer, Tag> tagAt = new HashMap<>();
        Map<Integer, Integer> attributeAt = new HashMap<>();
        byElement.forEach((element, ofElement) -> {
            int root = ofElement.isEmpty() ? Names.DEAD : names.root();
            int number = 0;
            for (String attribute : ofElement) {
                attributeAt.put(names.add(root, attribute), ++number);
            }
            tagAt.put(names.add(elements, element), new Tag(element, Tag.Kind.of(element), root));
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

    /** The number, from 1, of the attribute whose name ends at a node, among those of its element that hold links; or 0. */
    int attribute(int node) {
        return attributes[node];
    }
}
