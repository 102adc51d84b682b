// Messages to the server. What it refuses is told apart from a line that is cut.
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: Record<string, unknown>,
  ) {
    super(String(status));
  }
}

const WITHIN_MS = 15_000;

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** `quietly`: nobody did anything, and it keeps no session alive. */
export async function tell<T>(path: string, body: unknown, quietly = false): Promise<T> {
  const answer = await fetch(path, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRF-Token": token(),
      ...(quietly ? { "X-Quietly": "1" } : {}),
    },
    body: JSON.stringify(body),
    redirect: "error",
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  if (answer.ok) return (await answer.json()) as T;
  const said = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  throw new Refused(answer.status, said);
}

/** The last word of a page that goes: it may arrive, and nothing waits for it. */
export function tellLeaving(path: string, body: unknown): void {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": token() };
  void fetch(path, { method: "POST", headers, body: JSON.stringify(body), keepalive: true }).catch(() => undefined);
}

/** The part of the frame that shows the clock. */
export async function part(): Promise<string> {
  const answer = await fetch("/clock/bar", {
    headers: { "HX-Request": "true", "X-Quietly": "1" },
    redirect: "error",
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  if (!answer.ok) throw new Refused(answer.status, {});
  return answer.text();
}
