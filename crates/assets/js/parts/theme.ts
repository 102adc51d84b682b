// Light, dark, or as the machine is set: shown at once, and kept by the form that the buttons belong to.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const pressed = (event as SubmitEvent).submitter;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-theme-form]")) return;
  if (!(pressed instanceof HTMLButtonElement)) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  body.set(pressed.name, pressed.value);
  if (pressed.value === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = pressed.value;
  for (const button of form.querySelectorAll("button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button === pressed));
  }
  void fetch(form.action, { method: "POST", body, redirect: "manual" });
});
