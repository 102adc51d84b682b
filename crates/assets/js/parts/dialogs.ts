// Native dialogs: `data-opens="ID"` opens one, `data-closes` closes the one it stands in; a dialog that arrives in a
// swapped part with `data-open-now` opens by itself. Focus goes back to whatever opened it: the browser sees to that.
document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest("[data-opens], [data-closes]") : null;
  if (!pressed) return;
  const id = pressed.getAttribute("data-opens");
  const dialog = id ? document.getElementById(id) : pressed.closest("dialog");
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  if (id) dialog.showModal();
  else dialog.close();
});

function openNew(): void {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog[data-open-now]")) {
    dialog.removeAttribute("data-open-now");
    if (!dialog.open) dialog.showModal();
  }
}

document.addEventListener("htmx:after:swap", openNew);
openNew();
