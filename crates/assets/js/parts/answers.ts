// An assessment on one page. Inside a group that carries `data-digits` a digit (t for ten) chooses the answer that shows
// it, and the focus goes on to the next group; elsewhere digits are the page's own keys. What is chosen is saved at once,
// one request at a time: an answer to an earlier save never takes back what was chosen since.
let isUnderWay = false;
let isAnswered = false;

function isForm(target: EventTarget | null): target is HTMLFormElement {
  return target instanceof HTMLFormElement && target.matches("[data-answers]");
}

function save(): void {
  isAnswered = true;
  if (!isUnderWay) document.querySelector("form[data-answers]")?.dispatchEvent(new CustomEvent("answered"));
}

document.addEventListener("change", (event) => {
  if (event.target instanceof Element && event.target.closest("form[data-answers]")) save();
});

document.addEventListener("htmx:before:request", (event) => {
  if (!isForm(event.target)) return;
  isUnderWay = true;
  isAnswered = false;
});

document.addEventListener("htmx:before:swap", (event) => {
  if (isForm(event.target) && isAnswered) event.preventDefault();
});

document.addEventListener("htmx:finally:request", (event) => {
  if (!isForm(event.target)) return;
  isUnderWay = false;
  if (isAnswered) save();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.documentElement.dataset["keys"] === "off" || !(event.target instanceof HTMLElement)) return;
  const group = event.target.closest<HTMLElement>("[data-digits]");
  const answer = group?.querySelector<HTMLInputElement>(`[data-digit="${CSS.escape(event.key)}"]`);
  if (!group || !answer) return;
  event.preventDefault();
  const groups = Array.from(document.querySelectorAll<HTMLElement>("[data-digits]"));
  const next = groups[groups.indexOf(group) + 1];
  answer.checked = true;
  const first = next?.querySelector<HTMLInputElement>("input:checked") ?? next?.querySelector<HTMLInputElement>("input");
  (first ?? answer).focus();
  answer.dispatchEvent(new Event("change", { bubbles: true }));
});
