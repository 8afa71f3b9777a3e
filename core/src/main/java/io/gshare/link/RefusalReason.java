package io.gshare.link;

import io.gshare.GShare;

/** Why a link was refused: not signed, or not accepted. The list is fixed; metrics and scripts may rely on the names. */
public enum RefusalReason {
    /** Not signed: the link begins neither with {@code /} nor with a scheme and {@code //}. */
    NOT_A_LINK,
    /** Not signed, not accepted: the link is longer than 8192 characters. */
    TOO_LONG,
    /**
     * Not signed: the link contains white space, a control character, a backslash, one of {@code " < >} or a backtick, or half
     * a surrogate pair; browsers drop or rewrite these.
     */
    ILLEGAL_CHARACTER,
    /** Not signed: the scheme is not the workspace's. */
    OTHER_SCHEME,
    /** Not signed: the link carries user info ({@code user@host}). */
    USER_INFO,
    /** Not signed: the host is not the workspace's. */
    OTHER_HOST,
    /** Not signed: the port is not the workspace's. */
    OTHER_PORT,
    /** Not signed: the path is not at or below the workspace's. */
    OUTSIDE_PATH,
    /** Not signed: the path has an empty segment or a dot segment, encoded or not, which servers and browsers resolve apart. */
    AMBIGUOUS_PATH,
    /** Not signed: the link's {@code orgId} is not the key's org; Grafana would answer 401. */
    OTHER_ORG,
    /** Not signed: the path is the workspace's, but no dashboard's: Grafana's login, a shortened address, its API. */
    NO_DASHBOARD,
    /** Not signed: each visitor is a Grafana user of his own, and it is not known who is looking. */
    NO_VISITOR,
    /** Not signed, not accepted: gshare is switched off, by {@code gshare.enabled = false} or {@link GShare#disabled()}. */
    DISABLED,
    /** Not accepted: the workspace has share links switched off. */
    SHARING_OFF,
    /** Not accepted: the link carries no signature and no key. */
    NOT_SIGNED,
    /** Not accepted: a parameter of the signature is missing, unknown, doubled or not of its form. */
    MALFORMED,
    /** Not accepted: a raw key where signed links are required, or a signed link where raw keys are. */
    WRONG_VERSION,
    /** Not accepted: the workspace has no such key, or a token names none where it must, or one where it must not. */
    UNKNOWN_KEY,
    /** Not accepted: the signature is not that of the key it names. */
    WRONG_SIGNATURE,
    /** Not accepted: the timestamp is more than 60 s in the past, or a token ended longer ago. */
    EXPIRED,
    /** Not accepted: the timestamp, or the time from when on a token is good, is more than 60 s in the future. */
    NOT_YET_VALID,
    /** Not accepted: the key itself has expired. */
    KEY_EXPIRED,
    /** Not accepted: a token's algorithm is not its key's; {@code none}, say, or an HMAC. */
    WRONG_ALGORITHM,
    /** Not accepted: a token says not who is looking; it has no {@code sub}. */
    NO_SUBJECT,
    /** Not accepted: a token lacks a claim that Grafana's {@code expect_claims} names, or has another value of it. */
    WRONG_CLAIM,
    /** Not accepted: Grafana does not know the token's user, and makes none ({@code auto_sign_up = false}). */
    UNKNOWN_USER,
    /** Not accepted: a token's role is none of Grafana's, and only such are taken ({@code role_attribute_strict = true}). */
    WRONG_ROLE
}
