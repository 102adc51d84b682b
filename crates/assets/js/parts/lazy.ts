// A part that carries `data-module="ADDRESS"` is given to that module's `show` when it comes into view, and only then is
// the module fetched. Parts that others' changes have brought anew are looked at again.
interface Module {
  show(part: HTMLElement): void;
}

/** Given to their module, which may still be on its way: each is drawn once. */
const given = new WeakSet<Element>();

const watcher = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting || !(target instanceof HTMLElement)) continue;
    watcher.unobserve(target);
    if (given.has(target)) continue;
    given.add(target);
    const address = target.dataset["module"];
    if (address) void import(address).then((module: Module) => module.show(target));
  }
});

function observe(): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-module]:empty")) watcher.observe(part);
}

document.addEventListener("htmx:after:swap", observe);
observe();
