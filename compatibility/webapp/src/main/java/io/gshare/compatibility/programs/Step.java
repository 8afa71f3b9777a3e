package io.gshare.compatibility.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A step of a program: {@code set(Cache-Control: public)}, say, or {@code include{encode;flush}}, with the program of another servlet in it. */
record Step(String verb, String argument, List<Step> inner) {

    private static final Pattern HEAD = Pattern.compile("([a-zA-Z]+)(?:\\(([^)]*)\\))?(\\{)?");

    /** The steps of a program. */
    static List<Step> parse(String program) {
        return new Parser(program).steps();
    }

    private static final class Parser {

        private final Matcher head;
        private int at;

        Parser(String program) {
            head = HEAD.matcher(program + "}");
        }

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            while (head.region(at, head.regionEnd()).lookingAt()) {
                at = head.end();
                String verb = head.group(1);
                String argument = head.group(2) == null ? "" : head.group(2);
                steps.add(new Step(verb, argument, head.group(3) == null ? List.of() : steps()));
                at++; // ; or }
            }
            return steps;
        }
    }
}
