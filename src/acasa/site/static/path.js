// My path: its answers behind the #, questions one at a time, ticks and notes on this device. Works without all of it.

const $ = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const KEY = "acasa:path";

/* What this device keeps: ticks, hidden steps, notes, and whether to be counted. Never an answer. */
function load() {
  try {
    return { done: [], hidden: [], notes: {}, counted: false, ...JSON.parse(localStorage.getItem(KEY) || "{}") };
  } catch {
    return { done: [], hidden: [], notes: {}, counted: false };
  }
}
const holdsSteps = ({ done, hidden, notes }) => done.length + hidden.length + Object.keys(notes).length > 0;
function save(state) {
  try {
    if (!holdsSteps(state) && !state.counted) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    /* a full or forbidden storage loses the notes, nothing else */
  }
}

/* The answers that may stand in an address: what the server wrote for the path that is shown. A trial stands in none. */
function keepInAddress(root) {
  const kept = root.dataset.kept;
  if (location.hash.slice(1) !== kept) history.replaceState(null, "", location.pathname + (kept && `#${kept}`));
}

/* The browser keeps no copy of a page with private answers: who comes back to it finds the path without them. */
function leaveNoCopy(root) {
  const kept = root.dataset.kept;
  if ("private" in root.dataset) history.replaceState(null, "", root.dataset.address + (kept ? `#${kept}` : ""));
}

/* An address with answers was opened: they are sent in a form's body, and the path takes this page's place. */
async function openKept(root) {
  const facts = location.hash.slice(1);
  if (!/^[a-z_]+=/.test(facts)) return;
  const opening = (on) => {
    root.classList.toggle("opening", on);
    if ($("[data-opening]", root)) $("[data-opening]", root).hidden = !on;
  };
  opening(true);
  try {
    const answer = await fetch(root.dataset.address, { method: "POST", body: new URLSearchParams({ facts }) });
    if (!answer.ok) return void opening(false);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.title = page.title;
    for (const part of ["#main", "details.languages"]) $(part).replaceChildren(...$(part, page).childNodes);
    start({ opened: true });
    dispatchEvent(new Event("acasa:shown"));
  } catch {
    opening(false); // without a signal the questions stay
  }
}

/* At the start, what is kept here of any path can be deleted: steps that are on no path any more have no other place. */
function offerDeleting(part) {
  part.hidden = !holdsSteps(load());
  $("button", part).addEventListener("click", (event) => {
    if (!confirm(event.currentTarget.dataset.sure)) return;
    localStorage.removeItem(KEY);
    part.hidden = true;
  });
}

/* A question that hangs on another answer is shown only then. */
function conditions(form) {
  const holds = (when) => {
    const data = new FormData(form);
    return when.split("|").some((one) =>
      one.split("&").every((line) => {
        const [name, wanted] = line.split("=");
        const given = data.getAll(name).filter(Boolean);
        return given.some((value) => wanted.split(",").includes(value));
      }),
    );
  };
  const show = () => {
    for (const question of all("[data-when]", form))
      question.hidden = !holds(question.dataset.when) && !$(".error", question);
  };
  form.addEventListener("change", show);
  show();
  return show;
}

/* One question at a time, each a page to go back to; “all at once” brings the form back as it is without scripts. */
function oneByOne(form) {
  const more = $("details.more", form);
  const bar = $("[data-position]", form);
  const asked = () => all(":scope > .question", form).filter((one) => !one.dataset.when || !one.hidden);
  const name = (question) => question.dataset.question;
  // The question that is shown, by its name: which stand before it changes with the answers.
  let shown = history.state?.at || form.elements.at.value;
  const place = (list) => Math.max(0, list.findIndex((question) => name(question) === shown));
  const [back, next, show, whole] = ["back", "next", "show", "all"].map((name) => $(`[data-${name}]`, form));
  const draw = (focus) => {
    const list = asked();
    const at = place(list);
    form.elements.at.value = name(list[at]);
    for (const question of all(":scope > .question", form)) question.classList.toggle("away", question !== list[at]);
    const last = at === list.length - 1;
    more.hidden = !last;
    back.hidden = at === 0;
    next.hidden = last;
    show.classList.toggle("quiet", !last);
    bar.hidden = more.open && last;
    const write = (n) => n.toLocaleString(document.documentElement.lang);
    $("span", bar).textContent = form.dataset.progress.replace("{number}", write(at + 1)).replace("{all}", write(list.length));
    $("progress", bar).max = list.length;
    $("progress", bar).value = at + 1;
    if (focus) $("input", list[at]).focus();
  };
  whole.hidden = false;
  const goTo = (step, { anew }) => {
    const list = asked();
    shown = name(list[place(list) + step]);
    if (anew) history.pushState({ at: shown, after: true }, "");
    else history.replaceState({ at: shown }, "");
    draw(true);
  };
  next.addEventListener("click", () => goTo(1, { anew: true }));
  back.addEventListener("click", () => (history.state?.after ? history.back() : goTo(-1, { anew: false })));
  const travel = (event) => {
    if (!event.state?.at) return; // a part of the page was gone to
    shown = event.state.at;
    draw(true);
  };
  addEventListener("popstate", travel);
  const enter = (event) => {
    if (event.key !== "Enter" || !event.target.matches("input") || next.hidden) return;
    event.preventDefault();
    next.click();
  };
  form.addEventListener("keydown", enter);
  whole.addEventListener("click", () => {
    for (const question of all(".away", form)) question.classList.remove("away");
    for (const part of [back, next, whole, bar]) part.hidden = true;
    form.elements.at.value = "all"; // in another language too
    more.hidden = false;
    show.classList.remove("quiet");
    form.removeEventListener("change", redraw);
    form.removeEventListener("keydown", enter);
    more.removeEventListener("toggle", redraw);
    removeEventListener("popstate", travel);
  });
  const redraw = () => draw(false);
  more.addEventListener("toggle", redraw);
  form.addEventListener("change", redraw);
  draw(false);
  if (!/^#[a-z_]+=/.test(location.hash)) history.replaceState({ ...history.state, at: form.elements.at.value }, "");
}

/* Ticks, notes and hidden steps. Private steps have none. */
function own(root) {
  const state = load();
  const stages = all("[data-stage]", root);
  const bar = $("[data-done]", root);
  const away = $("[data-put-away]", root);
  const tell = (what, step) => {
    if (!state.counted) return;
    const body = new URLSearchParams({ what, step });
    navigator.sendBeacon?.(`${root.dataset.address}count/`, body);
  };
  const here = stages.map((stage) => stage.dataset.stage);
  const kept = (name) => state.done.includes(name) || state.hidden.includes(name) || name in state.notes;
  const offerClearing = () => (bar.hidden = !here.some(kept));
  const show = () => {
    const done = here.filter((name) => state.done.includes(name)).length;
    const write = (n) => n.toLocaleString(document.documentElement.lang);
    const hidden = here.filter((name) => state.hidden.includes(name)).length;
    offerClearing();
    away.hidden = hidden === 0;
    $("button", away).textContent = $("button", away).dataset.text.replace("{number}", write(hidden));
    if (!hidden) root.classList.remove("unhidden");
    $("p", bar).textContent = bar.dataset.done.replace("{done}", write(done)).replace("{all}", write(here.length));
    $("progress", bar).max = here.length;
    $("progress", bar).value = done;
    for (const stage of stages) {
      stage.classList.toggle("ticked", state.done.includes(stage.dataset.stage));
      const put = state.hidden.includes(stage.dataset.stage);
      stage.classList.toggle("put-away", put);
      const button = $("[data-hide]", stage);
      button.textContent = put ? button.dataset.again : button.dataset.hide;
    }
  };
  for (const stage of stages) {
    const name = stage.dataset.stage;
    const box = $("[data-tick]", stage);
    const note = $("[data-note]", stage);
    $("[data-own]", stage).hidden = false;
    $("[data-own]", stage).open = Boolean(state.notes[name]);
    box.checked = state.done.includes(name);
    $(".done", stage).hidden = false;
    note.value = state.notes[name] || "";
    box.addEventListener("change", () => {
      state.done = state.done.filter((one) => one !== name);
      if (box.checked) {
        state.done.push(name);
        tell("done", name);
      }
      save(state);
      show();
    });
    note.addEventListener("input", () => {
      if (note.value.trim()) state.notes[name] = note.value;
      else delete state.notes[name];
      save(state);
      offerClearing();
    });
    $("[data-hide]", stage).addEventListener("click", () => {
      const put = state.hidden.includes(name);
      state.hidden = put ? state.hidden.filter((one) => one !== name) : [...state.hidden, name];
      $("details", stage).open = put;
      save(state);
      show();
    });
    $("[data-opens]", stage)?.addEventListener("click", () => tell("opened", name));
  }
  $("button", away).addEventListener("click", () => root.classList.toggle("unhidden"));
  $("[data-clear]", bar).addEventListener("click", (event) => {
    if (!confirm(event.currentTarget.dataset.sure)) return;
    state.done = state.done.filter((name) => !here.includes(name));
    state.hidden = state.hidden.filter((name) => !here.includes(name));
    for (const name of here) delete state.notes[name];
    for (const stage of stages) {
      $("[data-tick]", stage).checked = false;
      $("[data-note]", stage).value = "";
    }
    save(state);
    show();
  });
  const counted = $("[data-counted]", root);
  counted.checked = state.counted;
  counted.closest("label").hidden = false;
  counted.addEventListener("change", () => {
    state.counted = counted.checked;
    save(state);
  });
  show();
}

/* ``opened``: an address was read, so that what is shown is the answer to it and is not asked again. */
function start({ opened = false } = {}) {
  const root = $("[data-path]");
  for (const form of all("form.questions", root)) conditions(form);
  if (root.dataset.path === "start") {
    offerDeleting($("[data-kept-here]", root));
    const form = $("form.questions", root);
    if (opened) {
      history.replaceState(null, "", location.pathname);
      $("[data-unreadable]", root).hidden = false;
    } else {
      leaveNoCopy(root);
      openKept(root);
    }
    if (!("whole" in form.dataset)) oneByOne(form);
    // What the browser puts back into the form is there by now, and says which questions are asked.
    addEventListener("pageshow", () => form.dispatchEvent(new Event("change")));
    return;
  }
  leaveNoCopy(root);
  if (root.dataset.path !== "shown") return;
  if (!("trial" in root.dataset)) keepInAddress(root);
  own(root);
}

/* A link to a part of the shown path goes there itself: the address goes on telling the answers. */
function jump(event) {
  const link = event.target.closest("a[href^='#']");
  const part = link && document.getElementById(link.hash.slice(1));
  if (!part || $("[data-path]").dataset.path !== "shown") return;
  event.preventDefault();
  if (!part.hasAttribute("tabindex")) part.tabIndex = -1;
  part.focus({ preventScroll: true });
  part.scrollIntoView();
}

start();
addEventListener("click", jump);
addEventListener("hashchange", () => {
  const root = $("[data-path]");
  if (/^#[a-z_]+=/.test(location.hash)) {
    if (location.hash.slice(1) !== root.dataset.kept) openKept(root);
  } else if (root.dataset.path === "shown" && !("trial" in root.dataset)) keepInAddress(root);
});
