// In the page editor: how easy the text reads, a moment after each change. Advice only.

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
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(form), 800);
  });
  show(form);
}
