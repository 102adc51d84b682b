// Others' changes appear by themselves. The server names a kind and a patient's id, never content; each part that carries
// `data-live="kind kind"` (or `*`), and where it names one, the same `data-live-of="pat_…"`, is told by the event `live`,
// on which it asks for itself anew: hx-get="…" hx-trigger="live". What somebody is typing into is left alone until they
// leave it.
const TOGETHER_MS = 250;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

interface Change {
  kind: string;
  patient?: string;
}

const address = document.querySelector<HTMLMetaElement>('meta[name="live"]')?.content;
const waiting = new Map<HTMLElement, number>();
let source: EventSource | undefined;
let retry = FIRST_RETRY_MS;

function tell(part: HTMLElement): void {
  clearTimeout(waiting.get(part));
  const later = setTimeout(() => {
    waiting.delete(part);
    if (!part.isConnected) return;
    const typing = document.activeElement?.matches("input, textarea, select") && part.contains(document.activeElement);
    if (typing) part.addEventListener("focusout", () => tell(part), { once: true });
    else part.dispatchEvent(new CustomEvent("live"));
  }, TOGETHER_MS);
  waiting.set(part, later);
}

function changed(change: Change | undefined): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const kinds = part.dataset["live"]?.split(" ") ?? [];
    const of = part.dataset["liveOf"];
    const isKind = !change || kinds.includes("*") || kinds.includes(change.kind);
    if (isKind && (!change || !of || of === change.patient)) tell(part);
  }
}

function offline(is: boolean): void {
  const bar = document.getElementById("offline");
  if (bar) bar.hidden = !is;
}

function connect(url: string): void {
  // A page that shows a chart says so: others see who is there.
  const chart = document.querySelector<HTMLElement>("[data-chart]")?.dataset["chart"];
  source = new EventSource(chart ? `${url}?chart=${encodeURIComponent(chart)}` : url);
  source.addEventListener("change", (event) => changed(JSON.parse(event.data) as Change));
  // So much has changed, or we were away so long, that everything is asked for anew.
  source.addEventListener("all", () => changed(undefined));
  // The server ends a connection now and then, so that it is opened by whatever the session is by then.
  source.addEventListener("again", () => {
    source?.close();
    connect(url);
  });
  source.addEventListener("open", () => {
    if (retry !== FIRST_RETRY_MS) changed(undefined);
    retry = FIRST_RETRY_MS;
    offline(false);
  });
  source.addEventListener("error", () => {
    source?.close();
    offline(true);
    // Not all at the same moment when the server comes back.
    setTimeout(() => connect(url), retry * (0.75 + Math.random() / 2));
    retry = Math.min(retry * 2, LAST_RETRY_MS);
  });
}

if (address) {
  connect(address);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
