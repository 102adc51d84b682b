// htmx, with our token on everything that changes something. The server checks where a request comes from besides.
import htmx from "htmx.org";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
window.htmx = htmx;

type Configured = CustomEvent<{ ctx: { request: { method: string; headers: Record<string, string> } } }>;

document.addEventListener("htmx:config:request", (event) => {
  const { request } = (event as Configured).detail.ctx;
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (token && request.method.toUpperCase() !== "GET") request.headers["X-CSRF-Token"] = token;
});
