package io.gshare.spring;

import io.gshare.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what is wrong with the settings above what to do about it. The problems repeat no secret. */
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<SettingsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SettingsException cause) {
        List<String> wrong = new ArrayList<>();
        List<String> actions = new ArrayList<>();
        for (String problem : cause.problems()) {
            int value = problem.lastIndexOf("' but "); // which may have a semicolon, as a policy in gshare.csp does
            int remedy = problem.lastIndexOf("; ") < value ? -1 : problem.lastIndexOf("; ");
            wrong.add(remedy < 0 ? problem : problem.substring(0, remedy));
            if (remedy >= 0) {
                String subject = problem.split("[: ]", 2)[0];
                actions.add((subject.contains("gshare.") ? subject + ": " : "") + problem.substring(remedy + 2));
            }
        }
        return new FailureAnalysis(
                "gshare's properties are wrong:" + list(wrong),
                "Correct them in application.yml, or wherever they come from"
                        + (actions.isEmpty() ? "." : ":" + list(actions)),
                cause);
    }

    private static String list(List<String> lines) {
        return "\n  - " + String.join("\n  - ", lines);
    }
}
