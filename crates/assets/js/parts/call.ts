// Forms that keep themselves: what is ticked or typed is saved a moment later, one request at a time. What somebody types
// while an answer is under way stays as they typed it, and is saved with the next one. Without a network nothing is lost
// but the moment: the form says that it is not saved, and tries again.
const TICKED_MS = 50;
const TYPED_MS = 900;
const AGAIN_MS = 5_000;

type Field = HTMLInputElement | HTMLTextAreaElement;

interface State {
  timer?: number;
  sent?: Map<string, string>;
  again: boolean;
  kept: Map<string, string>;
  beside: Map<string, string>;
}
const states = new WeakMap<HTMLFormElement, State>();

function stateOf(form: HTMLFormElement): State {
  let state = states.get(form);
  if (!state) states.set(form, (state = { again: false, kept: new Map(), beside: new Map() }));
  return state;
}

/** Fields that are typed into, by their ids: those survive a swap. */
function fields(form: HTMLFormElement): Field[] {
  return Array.from(form.querySelectorAll<Field>("textarea[id], input[id]:not([type=radio], [type=checkbox], [type=hidden])"));
}

/** Fields of the cards beside the form, by their step's address and their name: the cards come anew with each answer. */
function cardFields(): [string, Field | HTMLSelectElement][] {
  const all = document.querySelectorAll<Field | HTMLSelectElement>("#flags :is(input:not([type=hidden]), textarea, select)");
  return Array.from(all, (field) => [`${field.form?.action} ${field.name}`, field]);
}

function isFilled(field: Field | HTMLSelectElement): boolean {
  return field instanceof HTMLSelectElement ? field.selectedIndex > 0 : field.value !== "";
}

function say(form: HTMLFormElement, words: string | undefined): void {
  const place = form.querySelector("#save-state, [data-save-state]");
  if (place) place.textContent = words ?? "";
}

function later(form: HTMLFormElement, ms: number): void {
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), ms);
}

function save(form: HTMLFormElement): void {
  const state = stateOf(form);
  if (!form.isConnected) return;
  if (state.sent) {
    state.again = true;
    return;
  }
  say(form, form.dataset["saving"]);
  form.dispatchEvent(new CustomEvent("save"));
}

/** Of the answer that an event of htmx is about; 0 where none came. */
function statusOf(event: Event): number {
  return (event as CustomEvent<{ ctx?: { response?: { status: number } } }>).detail.ctx?.response?.status ?? 0;
}

function formOf(target: EventTarget | null): HTMLFormElement | undefined {
  const form = target instanceof Element ? target.closest<HTMLFormElement>("form[data-saves]") : null;
  return form ?? undefined;
}

document.addEventListener("input", (event) => {
  const form = formOf(event.target);
  if (form) later(form, TYPED_MS);
});

document.addEventListener("change", (event) => {
  const form = formOf(event.target);
  if (form) later(form, TICKED_MS);
});

// Others' changes come with an answer of the same kind, and wait like anything else while one is under way.
document.addEventListener(
  "live",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !states.get(form)?.sent) return;
    event.stopPropagation();
    stateOf(form).again = true;
  },
  true,
);

document.addEventListener("htmx:before:request", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-saves]")) return;
  clearTimeout(stateOf(form).timer);
  stateOf(form).sent = new Map(fields(form).map((field) => [field.id, field.value]));
});

// What was typed since is taken aside before the swap, and put back after it.
document.addEventListener("htmx:before:swap", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  const state = states.get(form);
  if (!state?.sent) return;
  const { sent } = state;
  state.kept = new Map(fields(form).filter((one) => sent.get(one.id) !== one.value).map((one) => [one.id, one.value]));
  state.beside = new Map(cardFields().filter(([, field]) => isFilled(field)).map(([name, field]) => [name, field.value]));
});

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.target;
  // A step was taken in a card beside the form: what stands in the way of signing may have changed. One that was refused
  // says why in its card, and stays.
  const call = document.querySelector<HTMLFormElement>("form#call[data-saves]");
  if (statusOf(event) === 200 && call && target instanceof Element && !call.contains(target) && document.getElementById("flags")) {
    if (target.closest("#flags") || !target.isConnected) later(call, TICKED_MS);
  }
  if (!(target instanceof HTMLFormElement) || !states.get(target)?.sent) return;
  const state = stateOf(target);
  for (const field of fields(target)) {
    const typed = state.kept.get(field.id);
    const wanted = typed ?? (field.value === state.sent?.get(field.id) ? field.defaultValue : field.value);
    if (field.value !== wanted) {
      const { selectionStart, selectionEnd } = field.type === "date" ? { selectionStart: null, selectionEnd: null } : field;
      field.value = wanted;
      if (document.activeElement === field && selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
    }
  }
  for (const [name, field] of cardFields()) field.value = state.beside.get(name) ?? field.value;
  if (state.kept.size) state.again = true;
});

document.addEventListener("htmx:finally:request", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !states.get(form)?.sent) return;
  const state = stateOf(form);
  delete state.sent;
  const isKept = statusOf(event) === 200;
  say(form, isKept ? "" : form.dataset["unsaved"]);
  if (!isKept) later(form, AGAIN_MS);
  else if (state.again) later(form, TICKED_MS);
  state.again = false;
});

// Enter in a line goes on instead of sending the form: only its buttons do that.
document.addEventListener("keydown", (event) => {
  const form = formOf(event.target);
  if (form && event.key === "Enter" && event.target instanceof HTMLInputElement) {
    event.preventDefault();
    later(form, TICKED_MS);
  }
});

// Following a link of the agenda leads the keyboard there too.
addEventListener("hashchange", () => {
  const place = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (place?.hasAttribute("tabindex")) place.focus();
});
