package io.gshare.servlet;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.lang.System.Logger;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What operators should know of a filter's pages, each said once. Thread-safe. */
final class Warnings {

    private static final Logger LOGGER = System.getLogger("io.gshare");

    enum Warning {
        TOO_LATE("A page was committed before its first signed link, so it could not be kept out of caches; send"
                + " Cache-Control: private, no-store with such pages, or enlarge their buffer."),
        TICKET_TOO_LATE(
                "A page was committed before its first link that is signed at load for its visitor's session alone, so it"
                        + " could not be kept out of shared caches; send Cache-Control: private with such pages, or enlarge their buffer."),
        COMPRESSED(
                "A page was compressed before its links could be signed; let the container compress, or a filter that stands"
                        + " before gshare."),
        NO_COOKIE(
                "A page's frames are bound to the session of a visitor who has it in links, not in a cookie, so they will not load;"
                        + " let sessions be kept in cookies, or set gshare.mint.bind-session=false."),
        DECORATED(
                "SiteMesh stands before gshare, so in its decorators tags alone sign links; map gshare before it in web.xml, as"
                        + " docs/rewriting.md shows."),
        TYPE_TOO_LATE(
                "A page said that it is HTML when its first bytes had passed, so its links could not be signed; set its content"
                        + " type before anything is written, or before its writer is taken."),
        NOBODY(
                "A frame was refused because its link names each visitor (gshare.subject=visitor) and this one is nobody; let a"
                        + " login stand before its page and before gshare.path, or say who is looking by a VisitorClaims."),
        NO_TICKET_IN_MARKUP(
                "Links that are typed into pages stay as they are where links name each visitor (gshare.subject=visitor), though"
                        + " gshare.rewrite=true; use a tag, an attribute or encodeURL there."),
        CHARSET(
                "A page was written as bytes in a charset that is no superset of ASCII, so its links could not be signed; send"
                        + " it in UTF-8, or by getWriter().");

        private final String text;

        Warning(String text) {
            this.text = text;
        }
    }

    /** More causes than a rule has that fails for causes; beyond it, further ones are not said. */
    private static final int MOST_CAUSES = 100;

    /** SiteMesh 3 and 2. */
    private static final Pattern DECORATING =
            Pattern.compile("org\\.sitemesh\\.|com\\.opensymphony\\.(?:module\\.)?sitemesh\\.");

    private final Set<String> causes = ConcurrentHashMap.newKeySet();
    private final Set<Warning> said = Collections.synchronizedSet(EnumSet.noneOf(Warning.class));

    void say(Warning warning) {
        if (said.add(warning)) {
            LOGGER.log(Logger.Level.WARNING, "{0} Said once.", warning.text);
        }
    }

    /** Says what is to be known of the filters that stand before: SiteMesh renders its decorators when this one is done. */
    void see(ServletResponse response) {
        ServletResponse each = response;
        while (each instanceof ServletResponseWrapper wrapper) {
            if (DECORATING.matcher(each.getClass().getName()).lookingAt()) {
                say(Warning.DECORATED);
            }
            each = wrapper.getResponse();
        }
    }

    /**
     * Says that a rule failed, once for each cause: its exception and where that was thrown. What the JVM suffers from goes on; but a stack that was used
     * up is free again.
     *
     * @param outcome what came of it
     */
    void ruleFailed(Object rule, String outcome, Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
            throw fatal;
        }
        StackTraceElement[] stack = failure.getStackTrace();
        String cause = failure.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
        if (causes.size() < MOST_CAUSES && causes.add(cause)) {
            LOGGER.log(
                    Logger.Level.WARNING,
                    () -> rule.getClass().getName() + " failed, so " + outcome + ". Said once for each cause.",
                    failure);
        }
    }
}
