package io.gshare.settings;

import io.gshare.link.Workspaces;
import io.gshare.text.Texts;
import io.gshare.ticket.Minting;
import io.gshare.token.Claims;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an application signs with, and how: settings, once they are checked. Immutable and thread-safe.
 *
 * @param workspaces whose links are signed; none where gshare is switched off
 * @param onRefused what a page shows in place of a refused link: {@code gshare.on-refused}
 * @param signAt when the links of a page are signed: {@code gshare.sign-at}
 * @param minting how links are signed when their frames load: {@code gshare.path} and {@code gshare.mint}
 * @param rewriting which pages get the links signed that are typed into them: {@code gshare.rewrite}; {@code null} for none
 * @param extendsPolicies whether an application's own Content-Security-Policy gets what lets its frames through: {@code gshare.csp}
 * @param embeds the dashboards that are registered by name: {@code gshare.embeds}
 * @param publishesKeys whether the filter shows the public keys that verify JWT links: {@code gshare.jwks}
 * @param clock tells the time
 * @param switchedOff why nothing is signed and, behind a semicolon, what to do; empty where anything is
 * @param texts what visitors read, in their languages
 */
public record Configuration(
        Workspaces workspaces,
        OnRefused onRefused,
        SignAt signAt,
        Minting minting,
        @Nullable Rewriting rewriting,
        boolean extendsPolicies,
        Map<String, Embed> embeds,
        boolean publishesKeys,
        InstantSource clock,
        String switchedOff,
        Texts texts) {

    /**
     * Keeps the order of the embeds.
     *
     * @param workspaces as above
     * @param onRefused as above
     * @param signAt as above
     * @param minting as above
     * @param rewriting as above
     * @param extendsPolicies as above
     * @param embeds as above
     * @param publishesKeys as above
     * @param clock as above
     * @param switchedOff as above
     * @param texts as above
     */
    public Configuration {
        embeds = Collections.unmodifiableMap(new LinkedHashMap<>(embeds));
    }

    /**
     * The same for one visitor.
     *
     * @param visitor who is looking
     * @return the same but for the workspaces
     * @throws IllegalArgumentException if the visitor's login may not stand in a token
     */
    public Configuration forVisitor(Claims visitor) {
        Workspaces own = workspaces.forVisitor(visitor);
        return new Configuration(
                own,
                onRefused,
                signAt,
                minting,
                rewriting,
                extendsPolicies,
                embeds,
                publishesKeys,
                clock,
                switchedOff,
                texts);
    }

    /**
     * {@return a configuration without workspaces, which signs nothing: pages show placeholders}
     *
     * @param minting where the mint endpoint is nevertheless
     * @param why what a refusal says behind "gshare is switched off"
     */
    public static Configuration disabled(Minting minting, String why) {
        return new Configuration(
                Workspaces.NONE,
                OnRefused.PLACEHOLDER,
                SignAt.RENDER,
                minting,
                null,
                false,
                Map.of(),
                false,
                InstantSource.system(),
                why,
                Texts.load());
    }
}
