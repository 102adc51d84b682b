// A toast goes when it is dismissed, or after a while that is long enough to read it; one that tells a problem stays.
const SHOWN_MS = 10_000;

function watch(): void {
  for (const toast of document.querySelectorAll<HTMLElement>("[data-toast]:not([data-seen])")) {
    toast.dataset["seen"] = "";
    toast.querySelector("button")?.addEventListener("click", () => toast.remove());
    if (toast.dataset["toast"] !== "problem") setTimeout(() => toast.remove(), SHOWN_MS);
  }
}

document.addEventListener("htmx:after:swap", watch);
watch();
