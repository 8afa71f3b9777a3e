package io.gshare.benchmarks;

import io.gshare.GShare;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A regular expression on tags and attributes, which also signs in comments and scripts. */
final class RegexPeer extends Peer {

    private static final Pattern LINK = Pattern.compile(
            "<(iframe|frame|embed|img|a|area|object|form)\\s[^>]*?\\b(src|href|data|action)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')",
            Pattern.CASE_INSENSITIVE);

    RegexPeer(GShare gshare) {
        super(gshare);
    }

    @Override
    void rewrite(byte[] page, OutputStream out) throws IOException {
        String text = new String(page, StandardCharsets.UTF_8);
        StringBuilder rewritten = new StringBuilder(text.length() + 4096);
        Matcher link = LINK.matcher(text);
        int copied = 0;
        while (link.find()) {
            int value = link.start(3) < 0 ? 4 : 3;
            String signed = isLink(link.group(1), link.group(2)) ? signEscaped(link.group(value)) : null;
            if (signed != null) {
                rewritten.append(text, copied, link.start(value)).append(signed);
                copied = link.end(value);
            }
        }
        out.write(rewritten.append(text, copied, text.length()).toString().getBytes(StandardCharsets.UTF_8));
    }
}
