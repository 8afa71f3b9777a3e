package io.gshare.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The settings are wrong; the message names every problem at once, and repeats no secret. */
public final class SettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** One sentence a problem. */
    private final String[] problems;

    SettingsException(List<String> problems) {
        super("gshare is configured wrongly in " + problems.size()
                + (problems.size() == 1 ? " place:" : " places:")
                + problems.stream().map(problem -> "\n  - " + problem).collect(Collectors.joining()));
        this.problems = problems.toArray(String[]::new);
    }

    /** {@return what is wrong: one sentence a problem, in the settings' order} */
    public List<String> problems() {
        return List.of(problems);
    }
}
