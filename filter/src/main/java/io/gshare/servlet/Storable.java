package io.gshare.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a response may be stored, as its {@code Cache-Control} says it (RFC 9111), from the loosest to the strictest. */
enum Storable {
    EVERYWHERE {
        @Override
        boolean isSaidBy(Collection<String> values) {
            return true;
        }

        @Override
        String saidWith(Collection<String> values) {
            return String.join(", ", values);
        }
    },

    /** In its visitor's own browser alone. */
    BY_VISITOR {
        @Override
        boolean isSaidBy(Collection<String> values) {
            Set<String> said = said(values);
            return NOWHERE.isSaidBy(values) || (said.contains(PRIVATE) && !said.contains(PUBLIC));
        }

        /** The same, but for what is said to shared caches. */
        @Override
        String saidWith(Collection<String> values) {
            Stream<String> others = values.stream()
                    .flatMap(value -> directives(value).stream())
                    .filter(directive ->
                            !SHARED.contains(lower(directive).split("=", 2)[0].strip()));
            return Stream.concat(Stream.of(PRIVATE), others).collect(Collectors.joining(", "));
        }
    },

    NOWHERE {
        /** Caches that know {@code must-understand} take it as leave to store nevertheless. */
        @Override
        boolean isSaidBy(Collection<String> values) {
            if (values.size() == 1 && values.contains(FORBIDDEN)) {
                return true; // by gshare itself, as it is asked at each signature
            }
            Set<String> said = said(values);
            return said.contains("no-store") && !said.contains("must-understand");
        }

        @Override
        String saidWith(Collection<String> values) {
            return FORBIDDEN;
        }
    };

    private static final String FORBIDDEN = "private, no-store";
    private static final String PRIVATE = "private";
    private static final String PUBLIC = "public";
    /** With an argument, {@code private} is of those fields alone. */
    private static final Set<String> SHARED = Set.of(PRIVATE, PUBLIC, "s-maxage");

    /** Whether caches that read these values store a response nowhere else. */
    abstract boolean isSaidBy(Collection<String> values);

    /** A value that says so, in place of these. */
    abstract String saidWith(Collection<String> values);

    /** What stands without an argument, in lower case; with one, the whole directive. */
    private static Set<String> said(Collection<String> values) {
        return values.stream()
                .flatMap(value -> directives(value).stream())
                .map(Storable::lower)
                .collect(Collectors.toSet());
    }

    private static String lower(String directive) {
        return directive.toLowerCase(Locale.ROOT);
    }

    /** The directives of a value; commas in quotes part none, and what opens a quote without an end swallows the rest. */
    private static List<String> directives(String value) {
        List<String> directives = new ArrayList<>();
        StringBuilder directive = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i <= value.length(); i++) {
            char c = i == value.length() ? ',' : value.charAt(i);
            if (c == ',' && (!quoted || i == value.length())) {
                if (!directive.toString().isBlank()) {
                    directives.add(directive.toString().strip());
                }
                directive.setLength(0);
                continue;
            }
            directive.append(c);
            if (quoted && c == '\\' && i + 1 < value.length()) {
                directive.append(value.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
        return directives;
    }
}
