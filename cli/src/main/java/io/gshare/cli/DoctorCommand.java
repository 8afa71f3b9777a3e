package io.gshare.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gshare.GShare;
import io.gshare.cli.keys.KeysFindings;
import io.gshare.cli.terminal.SettingsOptions;
import io.gshare.doctor.Check;
import io.gshare.doctor.Doctor;
import io.gshare.doctor.Finding;
import io.gshare.doctor.Progress;
import io.gshare.doctor.Report;
import io.gshare.doctor.Verdict;
import io.gshare.key.Credential;
import io.gshare.key.KeyStatus;
import io.gshare.link.LinkRefusedException;
import io.gshare.settings.Settings;
import io.gshare.settings.SettingsException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gshare doctor}. */
@Command(
        name = "doctor",
        description = {
            "Finds out why a frame does not show its dashboard: asks the workspace as a browser would, and names the setting to change.",
            "With --page it also tells whether browsers will show the frame on that page, and keep its session."
        },
        exitCodeList = {
            "0:nothing failed, whatever is warned of",
            "1:something failed, be it a setting",
            "2:the command was wrong"
        },
        footer = {
            "  gshare doctor --page https://portal.example.com '/d/TZWea/test?orgId=1'",
            "  gshare doctor --admin-token-file admin",
            "  gshare doctor --json | jq '.findings[] | select(.verdict == \"failure\")'"
        })
final class DoctorCommand extends Subcommand {

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Option(names = "--page", paramLabel = "URL", description = "the page that holds the frame, or its origin")
    private @Nullable String page;

    @Option(
            names = "--workspace",
            paramLabel = "NAME",
            defaultValue = GShare.DEFAULT_WORKSPACE,
            description = "the workspace's name in the settings (default: ${DEFAULT-VALUE})")
    private String workspace = GShare.DEFAULT_WORKSPACE;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description =
                    "a file that holds an admin's token, for what only he is told: the key's role and age, and how many"
                            + " there are")
    private @Nullable Path adminTokenFile;

    @Option(
            names = {"-q", "--quiet"},
            description = "prints what is wrong, and nothing where nothing is")
    private boolean quiet;

    @Option(names = "--json", description = "prints JSON, for programs")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "LINK",
            description = "the dashboard to open; without it the first embed, or the workspace's home")
    private @Nullable String link;

    @Override
    public Integer call() throws IOException {
        Report report = examine();
        PrintStream out = main.streams().out();
        if (json) {
            out.print(json(report) + "\n");
        } else if (!quiet) {
            long failures = report.count(Verdict.FAILURE);
            long warnings = report.count(Verdict.WARNING);
            out.print("\n" + (failures == 0 ? "no failure" : count(failures, "failure"))
                    + (warnings == 0 ? "" : ", " + count(warnings, "warning")) + "\n");
        }
        return report.verdict() == Verdict.FAILURE ? Main.REFUSED : 0;
    }

    private Report examine() {
        if (json) {
            return examine(Progress.NONE);
        }
        Printed lines = new Printed();
        Report report = examine(lines);
        lines.end();
        return report;
    }

    private Report examine(Progress progress) {
        Settings settings = options.settings();
        GShare gshare;
        try {
            gshare = options.gshare(settings);
        } catch (SettingsException e) {
            return report(progress, Check.SETTINGS, e.problems());
        }
        Doctor.Builder doctor = Doctor.of(gshare).workspace(workspace).clock(options.clock());
        Credential credential = settings.credential(workspace);
        if (credential != null) {
            doctor.credential(credential);
        }
        if (page != null) {
            doctor.page(page);
        }
        if (link != null) {
            doctor.link(link);
        }
        try {
            Doctor built = doctor.build(); // or that is what is wrong
            KeyStatus key = gshare.keys().get(workspace);
            if (adminTokenFile == null
                    || key == null
                    || key.orgId() == 0) { // 0: that of JWT links, which no Grafana has
                return built.examine(EnumSet.allOf(Check.class), progress);
            }
            AsAdmin admin = new AsAdmin(
                    new KeysFindings(gshare, workspace, adminTokenFile, options.clock()), progress, new ArrayList<>());
            built.examine(EnumSet.allOf(Check.class), admin);
            return new Report(workspace, admin.findings);
        } catch (LinkRefusedException e) {
            return report(progress, Check.SIGNED_LINK, List.of(String.valueOf(e.getMessage())));
        }
    }

    /** What keeps the workspace from being asked at all. */
    private Report report(Progress progress, Check check, List<String> problems) {
        List<Finding> findings = new ArrayList<>();
        for (String problem : problems) {
            Finding finding = new Finding(check, Verdict.FAILURE, problem, null);
            progress.checking(check);
            progress.found(finding);
            findings.add(finding);
        }
        return new Report(workspace, findings);
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** Adds what an admin is told to what is found. */
    private record AsAdmin(KeysFindings keys, Progress progress, List<Finding> findings) implements Progress {

        @Override
        public void checking(Check check) {
            progress.checking(check);
        }

        @Override
        public void found(Finding finding) {
            Finding more = keys.with(finding);
            findings.add(more);
            progress.found(more);
        }
    }

    /** A line for each check, begun when it begins. */
    private final class Printed implements Progress {

        private final PrintStream out = main.streams().out();
        private boolean open;

        @Override
        public void checking(Check check) {
            if (!quiet) {
                begin(check);
            }
        }

        private void begin(Check check) {
            end();
            open = true;
            out.printf(Locale.ROOT, "%-18s", name(check).replace('_', ' '));
            out.flush();
        }

        /** Ends the line of a check that has nothing to go by. */
        void end() {
            if (open) {
                out.print("-        not examined\n");
                open = false;
            }
        }

        @Override
        public void found(Finding finding) {
            if (quiet && finding.verdict().compareTo(Verdict.WARNING) < 0) {
                return;
            }
            if (quiet) {
                begin(finding.check());
            }
            open = false;
            String verdict = finding.verdict() == Verdict.FAILURE ? "FAILURE" : name(finding.verdict());
            out.printf(Locale.ROOT, "%-9s%s\n", verdict, finding.evidence());
            if (finding.remedy() != null) {
                out.print(" ".repeat(27) + "→ " + finding.remedy() + "\n");
            }
            out.flush();
        }
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String json(Report report) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            out.writeStartObject();
            out.writeStringField("workspace", report.workspace());
            out.writeStringField("verdict", name(report.verdict()));
            out.writeArrayFieldStart("findings");
            for (Finding finding : report.findings()) {
                out.writeStartObject();
                out.writeStringField("check", name(finding.check()));
                out.writeStringField("verdict", name(finding.verdict()));
                out.writeStringField("evidence", finding.evidence());
                out.writeStringField("remedy", finding.remedy());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }
}
