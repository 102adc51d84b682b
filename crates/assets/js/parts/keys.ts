// Keys: whatever carries `data-key` is pressed, followed or focused by that key; `g t` is g and then t. Nothing is taken
// from whoever is typing, and every key can be seen on the page (WCAG 2.1.4: the user menu turns them off).
const SECOND_WITHIN_MS = 1_200;
let before = "";
let beforeAt = 0;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function act(element: HTMLElement): void {
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || document.documentElement.dataset["keys"] === "off") return;
  if (event.key === "?") {
    const list = document.getElementById("keys");
    if (list instanceof HTMLDialogElement) list.showModal();
    return;
  }
  // While a dialog is open, only its own keys count.
  const scope: ParentNode = document.querySelector("dialog[open]") ?? document;
  const pair = event.timeStamp - beforeAt < SECOND_WITHIN_MS ? `${before} ${event.key}` : "";
  const find = (keys: string) =>
    Array.from(scope.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(keys)}"]`)).find((one) =>
      one.checkVisibility(),
    );
  const found = (pair && find(pair)) || find(event.key);
  before = event.key;
  beforeAt = event.timeStamp;
  if (!found) return;
  event.preventDefault();
  before = "";
  act(found);
});
