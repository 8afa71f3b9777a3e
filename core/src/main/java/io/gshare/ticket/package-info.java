/**
 * What is signed when its frame loads: a page carries a {@link io.gshare.ticket.Ticket}, sealed for its visitor, which the filter's mint endpoint opens.
 *
 * <p>Trusted with the decision who opens it, and until when. Knows keys by what they seal, which {@link io.gshare.link.Workspaces} gives for each workspace, and links as text.
 */
@NullMarked
package io.gshare.ticket;

import org.jspecify.annotations.NullMarked;
