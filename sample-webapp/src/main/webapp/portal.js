/** Counts down how long the links that this page shows are good, and brings its own name into view in a narrow navigation. */
const notes = document.querySelectorAll("[data-end]");

document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

/** Whether a note is of a link with a token, which opens no session. */
const isOfToken = note => note.closest(".example").querySelector("iframe").src.includes("auth_token=");

function tick() {
  for (const note of notes) {
    const left = Math.ceil(note.dataset.end - Date.now() / 1000);
    note.textContent = left > 0
      ? `The link is good for another ${left > 120 ? `${Math.floor(left / 60)} min` : `${left} s`}.`
      : isOfToken(note) ? "The link is over, and with it what the frame shows." : "The link is over. The session that it opened goes on.";
  }
}

if (notes.length) {
  tick();
  setInterval(tick, 1000);
}
