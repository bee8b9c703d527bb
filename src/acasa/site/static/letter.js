// The letter as it grows, beside its form. Without scripts a button shows the same.

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
    shown.querySelector("[data-live]").innerHTML = await answer.text();
    shown.hidden = false;
  } catch {
    /* without a signal the last preview stays */
  }
}

form.querySelector("[data-preview]").hidden = true;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(draw, 400);
});
draw();
