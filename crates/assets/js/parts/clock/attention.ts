// Whether the person is still at it, by the same rule as the server's (`ccm/src/time/clock/attention.rs`): a question stands
// once there was no activity for long enough, and while it stands activity is no answer.
export type Attending = "working" | "asked" | "gone";

export function attending(quiet: number, askMs: number, stopMs: number): Attending {
  if (quiet < askMs) return "working";
  return quiet < stopMs ? "asked" : "gone";
}

/** `00:07:12` */
export function face(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (figure: number) => String(figure).padStart(2, "0");
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** `1:40` */
export function left(ms: number): string {
  const whole = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
