package io.gshare.settings;

/** When the link of a page is signed. */
public enum SignAt {
    /** When the page is rendered: the page carries the signature. */
    RENDER,
    /** When the frame loads: the page carries a link of the application's own, whose mint endpoint redirects to the signed one. */
    LOAD
}
