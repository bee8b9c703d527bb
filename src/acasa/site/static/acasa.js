// What makes a page nicer where scripts run. Everything works without this file.

const $ = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];

/* Ticked steps and papers stay on this device, by page and not by language. Sensitive pages keep nothing. */
function ticks(page) {
  const key = `acasa:ticks:${page.dataset.ticks}`;
  const boxes = all("[data-tick]");
  const bar = $("[data-progress]");
  let done;
  try {
    done = new Set(JSON.parse(localStorage.getItem(key) || "[]"));
  } catch {
    return; // storage is forbidden or broken: the boxes still tick, for as long as the page is open
  }
  const show = () => {
    if (!bar) return;
    const count = boxes.filter((box) => box.checked).length;
    const write = (n) => n.toLocaleString(document.documentElement.lang);
    const text = bar.dataset.progress.replace("{done}", write(count)).replace("{all}", write(boxes.length));
    bar.hidden = count === 0;
    bar.querySelector("p").textContent = text;
    const progress = bar.querySelector("progress");
    progress.max = boxes.length;
    progress.value = count;
  };
  const keep = () => {
    const ticked = boxes.filter((box) => box.checked).map((box) => box.dataset.tick);
    try {
      if (ticked.length) localStorage.setItem(key, JSON.stringify(ticked));
      else localStorage.removeItem(key);
    } catch {
      /* a full or forbidden storage loses the ticks, nothing else */
    }
    show();
  };
  for (const box of boxes) {
    box.checked = done.has(box.dataset.tick);
    box.addEventListener("change", keep);
  }
  $("[data-clear]")?.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    keep();
    boxes[0]?.focus();
  });
  show();
}

/* The button names the address to share, or it is the page's own. */
function share(button) {
  if (!navigator.share && !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const url = button.dataset.share || location.origin + location.pathname + location.search;
    try {
      if (navigator.share) return void (await navigator.share({ title: document.title, url }));
      await navigator.clipboard.writeText(url);
      button.querySelector("[role=status]").textContent = button.dataset.copied;
    } catch {
      /* the reader closed the sheet */
    }
  });
}

function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/* Folded parts are opened for paper, and folded again after. */
function unfoldForPaper() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("main details:not([open])");
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
  });
}

/* The neutral site takes the place of this page, so that “back” does not return here. */
const LEFT = "acasa:left";
function leave(link) {
  const go = (event) => {
    event?.preventDefault();
    document.documentElement.hidden = true;
    try {
      sessionStorage.setItem(LEFT, link.href);
    } catch {
      /* without storage only this page is gone */
    }
    location.replace(link.href);
  };
  link.addEventListener("click", go);
  let last = 0;
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - last < 1500) go();
    last = event.timeStamp;
  });
}

/* Nor to what was read here before: once somebody left quickly, “back” leads out again. Who comes anew is let in. */
function stayOut() {
  const mustLeave = (cameBack) => {
    try {
      const elsewhere = sessionStorage.getItem(LEFT);
      if (elsewhere && cameBack) location.replace(elsewhere);
      else sessionStorage.removeItem(LEFT);
      return Boolean(elsewhere && cameBack);
    } catch {
      return false;
    }
  };
  let hidden = mustLeave(performance.getEntriesByType("navigation")[0]?.type === "back_forward");
  document.documentElement.hidden = hidden;
  if (!$("[data-leave], [data-path], [data-letter]")) return;
  // A page that the browser holds ready is hidden until it is known whether it may be seen.
  addEventListener("pagehide", () => (document.documentElement.hidden = true));
  addEventListener("pageshow", (event) => {
    if (event.persisted) hidden = mustLeave(true);
    document.documentElement.hidden = hidden;
  });
}

function closing(menu) {
  const close = (event) => {
    if (!menu.open || (event.type === "click" && menu.contains(event.target))) return;
    if (event.type === "keydown" && event.key !== "Escape") return;
    menu.open = false;
    if (event.type === "keydown") menu.querySelector("summary").focus();
  };
  document.addEventListener("click", close);
  document.addEventListener("keydown", close);
}

/* The Escape key closes an explained word, and the reader is back at it. */
function closeWord() {
  addEventListener("keydown", (event) => {
    const opened = $(".term:target");
    if (event.key !== "Escape" || !opened) return;
    location.hash = "#-";
    $(`a.explained[href="#${opened.id}"]`)?.focus();
  });
}

for (const [selector, start] of [
  ["[data-ticks]", ticks],
  ["[data-share]", share],
  ["[data-print]", print],
  ["[data-leave]", leave],
  ["details.languages", closing],
  ["a.explained", closeWord],
]) {
  const element = $(selector);
  if (element) start(element);
}
stayOut();
unfoldForPaper();
addEventListener("acasa:shown", () => $("[data-share]") && share($("[data-share]")));
