// The letter as it grows, beside its form, and what a clerk could not read, beside its field. Without scripts a button shows the same.

const form = document.querySelector("[data-letter]");
const shown = document.querySelector("[data-shown]");
let waiting;
let asked = 0;

async function draw() {
  const number = ++asked;
  const body = new URLSearchParams(new FormData(form));
  body.set("live", "yes");
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok || number !== asked) return;
    const drawn = document.createElement("template");
    drawn.innerHTML = await answer.text();
    for (const note of drawn.content.querySelectorAll("template[data-note]")) {
      const place = document.getElementById(note.dataset.note);
      // Only what changes is read out again.
      if (place.innerHTML.trim() !== note.innerHTML.trim()) place.replaceChildren(note.content);
      note.remove();
    }
    shown.querySelector("[data-live]").replaceChildren(drawn.content);
    shown.hidden = false;
  } catch {
    /* without a signal the last preview stays */
  }
}

document.querySelector("[data-errors]")?.focus();
form.querySelector("[data-preview]").hidden = true;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(draw, 400);
});
draw();
