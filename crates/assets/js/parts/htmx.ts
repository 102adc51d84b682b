// htmx, with our token on everything that changes something. The server checks where a request comes from besides.
import htmx from "htmx.org";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
window.htmx = htmx;

interface Context {
  request: { method: string; headers: Record<string, string> };
  sourceEvent?: Event;
}
type Configured = CustomEvent<{ ctx: Context }>;

document.addEventListener("htmx:config:request", (event) => {
  const { request, sourceEvent } = (event as Configured).detail.ctx;
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (token && request.method.toUpperCase() !== "GET") request.headers["X-CSRF-Token"] = token;
  // Asked by the page itself: it keeps nobody's session alive.
  if (sourceEvent?.type === "live") request.headers["X-Quietly"] = "1";
});
