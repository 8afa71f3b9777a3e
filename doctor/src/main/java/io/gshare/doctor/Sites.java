package io.gshare.doctor;

import com.google.common.net.InternetDomainName;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether two hosts are of one site: of one domain that anybody can register. The public suffix list says what those are; Guava has it, which an
 * application need not have. Without the list there are hosts of which nobody can tell.
 */
final class Sites {

    /** What has the list, for messages. */
    static final String LIST = "com.google.guava:guava";

    private static final boolean IS_LISTED = isThere("com.google.common.net.InternetDomainName");
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    private Sites() {}

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, Sites.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** {@code null} where nobody can tell without the list. */
    static @Nullable Boolean areOne(String host, String other) {
        if (host.equals(other)) {
            return true;
        }
        if (isAddress(host) || isAddress(other)) {
            return false;
        }
        return IS_LISTED ? Boolean.valueOf(Listed.site(host).equals(Listed.site(other))) : unlisted(host, other);
    }

    static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches();
    }

    /** One below the other is one site, but for what is below a last name alone, which nobody registers in; with no more than that in common, they are two. */
    private static @Nullable Boolean unlisted(String host, String other) {
        boolean oneBelowTheOther = host.endsWith("." + other) || other.endsWith("." + host);
        if (oneBelowTheOther && host.contains(".") && other.contains(".")) {
            return true;
        }
        return twoLast(host).equals(twoLast(other)) ? null : Boolean.FALSE;
    }

    private static String twoLast(String host) {
        int dot = host.lastIndexOf('.', host.lastIndexOf('.') - 1);
        return host.substring(dot + 1);
    }

    /** Apart, to be loaded where Guava is. */
    private static final class Listed {

        static String site(String host) {
            if (!InternetDomainName.isValid(host)) {
                return host;
            }
            InternetDomainName name = InternetDomainName.from(host);
            if (name.isUnderPublicSuffix()) {
                return name.topPrivateDomain().toString();
            }
            // By the list's default rule, the last part of a name that no rule knows is its public suffix.
            return name.hasPublicSuffix() ? host : twoLast(host);
        }
    }
}
