package io.gshare.settings;

import io.gshare.key.ApiKey;
import io.gshare.key.Credential;
import io.gshare.key.KeyName;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.key.WatchedFile;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.text.Redaction;
import io.gshare.token.Claims;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenKeys;
import io.gshare.token.TokenRules;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the settings of one workspace and makes its signer; what is wrong goes to the {@link SettingsReader}. Used once. */
final class WorkspaceReader {

    private static final Logger LOGGER = System.getLogger("io.gshare");

    private final SettingsReader settings;
    private final String name;
    private final String prefix;
    private final InstantSource clock;

    private final @Nullable Workspace workspace;
    private final @Nullable String version;
    private final @Nullable Duration session;
    private final @Nullable Long orgId;
    private final @Nullable String keyName;

    WorkspaceReader(SettingsReader settings, String name, String prefix, InstantSource clock) {
        this.settings = settings;
        this.name = name;
        this.prefix = prefix;
        this.clock = clock;
        workspace = settings.value(prefix, Setting.URL, Workspace::of);
        if (!settings.isSet(prefix, Setting.URL)) {
            settings.problem(
                    prefix + "url is missing; set it to the workspace's base URL, such as https://grafana.example.com");
        }
        version = settings.value(prefix, Setting.LINK_VERSION, SettingParsers::linkVersion);
        session = settings.value(
                prefix, Setting.SESSION, isJwt() ? SettingParsers::tokenSession : SettingParsers::session);
        orgId = settings.value(prefix, Setting.ORG_ID, ShareKey::parseOrgId);
        keyName = settings.value(prefix, Setting.KEY_NAME, KeyName::read);
    }

    /** Whose links these are, or {@code null} where the settings do not say it. */
    @Nullable
    Workspace workspace() {
        return workspace;
    }

    /** The signer, or {@code null} where the settings do not make one. */
    @Nullable
    LinkSigner read() {
        Arrays.stream(Setting.values())
                .filter(setting -> version != null && settings.isSet(prefix, setting))
                .forEach(this::requireOfVersion);
        if (isJwt()) {
            try {
                return jwt();
            } catch (IllegalArgumentException e) {
                settings.problem(prefix + e.getMessage());
                return null;
            }
        }
        List<Setting> keys = Arrays.stream(Setting.values())
                .filter(setting -> setting.isShareKey() && settings.isSet(prefix, setting))
                .toList();
        if (keys.isEmpty() && settings.isSet(prefix, Setting.KEY_FILE)) {
            return null; // told already
        }
        if (keys.size() != 1) {
            String given = keys.stream().map(setting -> prefix + setting.key()).collect(Collectors.joining(" and "));
            String names = prefix + "token, " + prefix + "token-file and " + prefix + "derived-key";
            settings.problem(
                    keys.isEmpty()
                            ? "none of " + names + " is set; set exactly one"
                            : given + " are set together; set exactly one of " + names);
            return null;
        }
        try {
            return switch (keys.get(0)) {
                case DERIVED_KEY -> ofDerivedKey();
                case TOKEN -> ofToken();
                default -> ofFile();
            };
        } catch (IllegalArgumentException e) {
            settings.problem(prefix + e.getMessage());
            return null;
        }
    }

    private boolean isJwt() {
        return "jwt".equals(version);
    }

    /** What one link version means nothing by is a slip, and may be a dangerous one. */
    private void requireOfVersion(Setting setting) {
        String set = prefix + setting.key() + " is set but ";
        if (!isJwt() && setting.isOfTokens()) {
            settings.problem(set + "belongs to JWT links, and " + prefix + "link-version is " + version
                    + "; remove it, or set " + prefix + "link-version = jwt");
        } else if (isJwt() && setting.isShareKey()) {
            settings.problem(set
                    + "JWT links are signed with a private key; remove it, and name the file that holds that key in "
                    + prefix + "key-file");
        } else if (isJwt() && setting == Setting.KEY_NAME) {
            settings.problem(set + "JWT links name their key by the kid that it has in its file; remove it");
        } else if (isJwt() && setting == Setting.ORG_ID) {
            settings.problem(
                    set + "JWT links keep the orgId that they have, because users may be in several orgs; remove it");
        }
    }

    private @Nullable LinkSigner jwt() {
        TokenKeys.find(); // or that is what is wrong
        if (!settings.isSet(prefix, Setting.KEY_FILE)) {
            settings.problem(
                    prefix + "key-file is missing; name a file that holds the private key, a JWK or PKCS#8 in PEM,"
                            + " as gshare keys new writes it");
        }
        TokenRules rules = rules();
        Path path = settings.value(prefix, Setting.KEY_FILE, SettingParsers::keyFile);
        KeySource<TokenKey> keys = path == null
                ? null
                : file(
                        Setting.KEY_FILE,
                        path,
                        () -> TokenKey.watch(
                                path, settings.strict(), "workspace " + name, prefix, settings.keyListener()));
        if (keys == null || rules == null || workspace == null) {
            if (keys != null) {
                keys.close();
            }
            return null;
        }
        return LinkSigner.jwt(workspace, keys, rules, clock);
    }

    /** What tokens say; {@code null} where the settings do not say it rightly. */
    private @Nullable TokenRules rules() {
        Optional<String> subject = settings.value(prefix, Setting.SUBJECT, SettingParsers::subject);
        String subjectPrefix = settings.value(prefix, Setting.SUBJECT_PREFIX, SettingParsers::subjectPrefix);
        String issuer = settings.value(prefix, Setting.ISSUER, value -> SettingParsers.text(Setting.ISSUER, value));
        String audience =
                settings.value(prefix, Setting.AUDIENCE, value -> SettingParsers.text(Setting.AUDIENCE, value));
        String email = settings.value(prefix, Setting.EMAIL, value -> Claims.requireEmail(Setting.EMAIL.key(), value));
        String user = settings.value(prefix, Setting.NAME, value -> SettingParsers.text(Setting.NAME, value));
        Claims.Role role = settings.value(prefix, Setting.ROLE, Claims.Role::parse);
        List<String> orgs = settings.value(prefix, Setting.ORGS, SettingParsers::orgs);
        boolean visitors = subject != null && subject.isEmpty();
        for (Setting setting : visitors ? List.of(Setting.EMAIL, Setting.NAME) : List.of(Setting.SUBJECT_PREFIX)) {
            if (settings.isSet(prefix, setting)) {
                settings.problem(prefix + setting.key() + " is set but "
                        + (visitors
                                ? "each visitor has his own (" + prefix + "subject = visitor); remove it"
                                : "all visitors are one user; remove it, or set " + prefix + "subject = visitor"));
            }
        }
        if (subject == null || subjectPrefix == null || role == null) {
            return null;
        }
        List<String> all = orgs == null ? List.of() : orgs;
        return new TokenRules(
                subject.map(login -> new Claims(login, email, user, role, all)).orElse(null),
                subjectPrefix,
                role,
                all,
                session == null ? TokenRules.DEFAULT_SESSION : session,
                issuer,
                audience);
    }

    private @Nullable LinkSigner ofDerivedKey() {
        if ("v1".equals(version)) {
            settings.problem(prefix + "link-version was 'v1' but v1 links carry the key itself; set " + prefix
                    + "token or " + prefix + "token-file in place of " + prefix + "derived-key");
        }
        String named = requireKeyName(null);
        long org = orgId == null ? 1 : orgId;
        ShareKey key = settings.value(
                prefix, Setting.DERIVED_KEY, value -> ShareKey.of(named == null ? "unnamed" : named, org, value));
        return named == null || key == null || workspace == null ? null : v2(workspace, key);
    }

    private @Nullable LinkSigner ofToken() {
        Credential credential = settings.value(prefix, Setting.TOKEN, Credential::parse);
        return ofCredential(
                credential, credential instanceof ApiKey key ? key.contradictions(keyName, givenOrgId()) : List.of());
    }

    /** What a file holds; what is wrong with it becomes a problem that names setting and file. */
    private <T> @Nullable T file(Setting setting, Path path, Supplier<T> read) {
        return settings.value(prefix, setting, value -> {
            try {
                return read.get();
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                throw new IllegalArgumentException(Redaction.ofFile(setting.key(), path.toString(), message), e);
            }
        });
    }

    /** A key that is watched; v1's is not. */
    private @Nullable LinkSigner ofFile() {
        Path path = settings.value(prefix, Setting.TOKEN_FILE, SettingParsers::tokenFile);
        WatchedFile file =
                path == null ? null : file(Setting.TOKEN_FILE, path, () -> WatchedFile.read(path, settings.strict()));
        if (file == null) {
            return null;
        }
        List<String> contradictions = file.contradictions(keyName, givenOrgId());
        if ("v1".equals(version) && file.credential() != null) {
            return ofCredential(file.credential(), contradictions);
        }
        if ("v1".equals(version)) {
            settings.problem(
                    prefix + "link-version was 'v1' but v1 links carry the key itself, and the key file holds a"
                            + " derived key; put the token into it");
        }
        String named = requireKeyName(file.name());
        contradictions.forEach(contradiction -> settings.problem(prefix + contradiction));
        if (named == null || orgId == null || !"v2".equals(version) || workspace == null || !contradictions.isEmpty()) {
            return null;
        }
        KeySource<ShareKey> keys =
                file.watch("workspace " + name, prefix, keyName, givenOrgId(), settings.keyListener());
        return LinkSigner.v2(workspace, keys, session, clock);
    }

    /**
     * Derives the key, which takes its time, only where it can be of use.
     *
     * @param contradictions what is set and the credential says otherwise
     */
    private @Nullable LinkSigner ofCredential(@Nullable Credential credential, List<String> contradictions) {
        boolean isV1 = "v1".equals(version);
        // A token that cannot be read might have brought its name along.
        String named = credential == null || isV1 ? null : requireKeyName(credential.name());
        if (isV1 && session != null) {
            settings.problem(prefix + "session is set but v1 links carry none; remove it");
        }
        contradictions.forEach(contradiction -> settings.problem(prefix + contradiction));
        if (credential == null || orgId == null || version == null || workspace == null || !contradictions.isEmpty()) {
            return null;
        }
        Long own = credential.orgId();
        long org = own == null ? orgId : own;
        if (isV1) {
            return v1(workspace, credential, org);
        }
        return named == null ? null : v2(workspace, credential.shareKey(named, org));
    }

    /** The org that somebody has set; the default is nobody's word. */
    private @Nullable Long givenOrgId() {
        return settings.isSet(prefix, Setting.ORG_ID) ? orgId : null;
    }

    /** The name that is set, or the one that the key brings along; where there is none, that is a problem. */
    private @Nullable String requireKeyName(@Nullable String own) {
        if (keyName == null && own == null && !settings.isSet(prefix, Setting.KEY_NAME)) {
            settings.problem(prefix + KeyName.MISSING);
        }
        return keyName == null ? own : keyName;
    }

    private LinkSigner v2(Workspace of, ShareKey key) {
        return LinkSigner.v2(of, KeySource.fixed(key), session, clock);
    }

    private LinkSigner v1(Workspace of, Credential credential, long org) {
        LOGGER.log(
                Logger.Level.WARNING,
                "The links of workspace {0} carry the raw key ({1}link-version=v1): whoever sees one holds the key."
                        + " Set api_key_share_version=v2 in the workspace and remove the setting.",
                name,
                prefix);
        return LinkSigner.v1(of, credential, org);
    }
}
