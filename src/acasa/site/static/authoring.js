// In the editors: how easy the text reads, and whose path a step is on, a moment after each change. Advice only.

const panel = document.querySelector("[data-ease]");

function texts(form) {
  const fields = form.querySelectorAll(
    '[name="title"], [name="summary"], [name^="glance_"], [name^="blocks-"][name*="-value"]'
  );
  return [...fields]
    .filter((field) => field.matches("textarea, input[type=text], input:not([type])"))
    .filter((field) => !/-(url|as_of)$/.test(field.name) && !field.closest("[aria-hidden=true]"))
    .map((field) => field.value.trim())
    .filter((value) => value && !value.startsWith("{\""));
}

async function show(form) {
  try {
    const answer = await fetch(panel.dataset.ease, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
      },
      body: JSON.stringify({ texts: texts(form) }),
    });
    if (answer.ok) panel.innerHTML = await answer.text();
  } catch {
    // No connection: the editor says so itself, and the advice waits.
  }
}

if (panel) {
  const form = panel.closest("form");
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(form), 800);
  };
  form.addEventListener("input", later);
  // The blocks are drawn after the page has loaded, and come, go and move without a key being pressed.
  new MutationObserver((changes) => {
    if (changes.some((change) => !panel.contains(change.target) && [...change.addedNodes, ...change.removedNodes].some((node) => node.nodeType === 1))) later();
  }).observe(form, { childList: true, subtree: true });
  show(form);
}

/* A step of the path: on which example people's path it stands as it is written now. */
const condition = document.querySelector("form:has([name=unless]) textarea[name=when]");
if (condition) {
  const form = condition.closest("form");
  const people = document.createElement("div");
  people.className = "help-block help-info";
  people.setAttribute("aria-live", "polite");
  condition.after(people);
  let timer;
  const tryStep = async () => {
    try {
      const body = new URLSearchParams(new FormData(form));
      const slug = location.pathname.match(/\/edit\/([^/]+)\//);
      if (slug) body.set("slug", decodeURIComponent(slug[1]));
      const answer = await fetch("/cms/path/try/", { method: "POST", body });
      if (answer.ok) people.innerHTML = await answer.text();
    } catch {
      // No connection: the advice waits.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(tryStep, 800);
  });
  tryStep();
}

/* Opening hours: how the week reads in words as it is typed now. */
const hours = document.querySelector("input[data-hours]");
if (hours) {
  const week = document.createElement("div");
  week.className = "help-block help-info";
  week.setAttribute("aria-live", "polite");
  hours.after(week);
  let timer;
  const read = async () => {
    try {
      const body = new URLSearchParams({ hours: hours.value });
      body.set("csrfmiddlewaretoken", hours.form.querySelector("[name=csrfmiddlewaretoken]").value);
      const answer = await fetch("/cms/directory/hours/", { method: "POST", body });
      if (answer.ok) week.innerHTML = await answer.text();
      week.hidden = !week.textContent.trim();
    } catch {
      // No connection: the words wait.
    }
  };
  hours.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(read, 500);
  });
  read();
}
