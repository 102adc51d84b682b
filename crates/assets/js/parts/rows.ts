// A list's rows by keyboard: j and k go to the next and the one before, Enter follows its link as everywhere, c goes to
// the call on the chart behind it. Nothing is taken from whoever is typing.
const LINK = "[data-row] a[href]";

function move(step: number): boolean {
  const links = Array.from(document.querySelectorAll<HTMLElement>("[data-row]"))
    .map((row) => row.querySelector<HTMLElement>("a[href]"))
    .filter((link): link is HTMLElement => link !== null);
  if (links.length === 0) return false;
  const at = links.findIndex((link) => link === document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
  links[next]?.focus();
  links[next]?.scrollIntoView({ block: "nearest" });
  return true;
}

function call(): boolean {
  const link = document.activeElement?.closest<HTMLAnchorElement>(LINK);
  if (!link) return false;
  location.assign(`${link.pathname}#clock`);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target instanceof HTMLElement && event.target.matches("input, textarea, select")) return;
  if (document.documentElement.dataset["keys"] === "off" || document.querySelector("dialog[open]")) return;
  const done = event.key === "j" ? move(1) : event.key === "k" ? move(-1) : event.key === "c" ? call() : false;
  if (done) event.preventDefault();
});
