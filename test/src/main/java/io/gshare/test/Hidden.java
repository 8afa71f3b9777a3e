package io.gshare.test;

import org.assertj.core.presentation.StandardRepresentation;

/** How messages show values: without signatures, keys and tickets. */
final class Hidden extends StandardRepresentation {

    @Override
    public String toStringOf(Object value) {
        return Secret.hide(String.valueOf(super.toStringOf(value)));
    }
}
