// What this device knows of the clock and the server has not acknowledged yet, in storage that outlives the tab. It begins
// at the last moment that the server has surely counted. While the server's clock goes on, the same events are told as
// beats and answers; where it has given up on us, they are handed over whole, as a journal kept offline.
import { boot, fresh, type Reading } from "./device";
import type { ClockView } from "./types";

export type Kind = "start" | "activity" | "confirmed" | "declined" | "stop";

export interface Event {
  kind: Kind;
  boot: string;
  seq: number;
  wall: string;
  monotonic_ms: number;
}

export interface Journal {
  segment: string;
  device: string;
  patient: string;
  program: string;
  activity?: string;
  mode: "chart" | "call";
  continues: string;
  /** What the stop said the work was. */
  stoppedAs?: string;
  events: Event[];
}

/** One mark for so long, and the newest. */
const MARK_EVERY_MS = 15_000;

export function begin(clock: ClockView, at: Reading): Journal {
  const journal: Journal = {
    segment: fresh(),
    device: at.device,
    patient: clock.patient,
    program: clock.program,
    mode: clock.mode,
    continues: clock.entry,
    events: [event("start", at)],
  };
  if (clock.activity) journal.activity = clock.activity;
  return journal;
}

function event(kind: Kind, at: Reading): Event {
  return { kind, boot: at.boot, seq: at.seq, wall: at.wall, monotonic_ms: at.monotonic_ms };
}

export function note(journal: Journal, kind: Kind, at: Reading): void {
  const { events } = journal;
  const last = events.at(-1);
  const before = events.at(-2);
  if (last?.kind === "stop") return;
  const isTail = kind === "activity" && last?.kind === "activity" && last.boot === at.boot && before?.boot === at.boot;
  if (isTail && last.monotonic_ms - before.monotonic_ms < MARK_EVERY_MS) events.pop();
  events.push(event(kind, at));
}

/** `upto`: the number of the last event that it tells. */
export type Message = { upto: number; reading: Reading } & (
  | { kind: "beat"; marks: number[] }
  | { kind: "answer"; wasWorking: boolean }
  | { kind: "stop" }
);

/** The events as messages, in their order, each with the stamp of its own moment; a beat of this moment comes last. */
export function messages(journal: Journal, now: () => Reading): Message[] {
  const { events, device } = journal;
  const out: Message[] = [];
  let marks: number[] = [];
  const flush = (last: Event | undefined) => {
    if (marks.length && last) out.push({ kind: "beat", upto: last.seq, reading: reading(last), marks });
    marks = [];
  };
  const reading = ({ boot, seq, wall, monotonic_ms }: Event) => ({ device, boot, seq, wall, monotonic_ms });
  events.forEach((one, at) => {
    if (at === 0) return;
    if (one.boot !== events[at - 1]?.boot) flush(events[at - 1]);
    if (one.kind === "activity") {
      marks.push(one.monotonic_ms);
      return;
    }
    flush(events[at - 1]);
    if (one.kind === "stop") out.push({ kind: "stop", upto: one.seq, reading: reading(one) });
    else if (one.kind !== "start") {
      out.push({ kind: "answer", upto: one.seq, reading: reading(one), wasWorking: one.kind === "confirmed" });
    }
  });
  const last = events.at(-1);
  if (!last || last.kind === "stop" || last.kind === "declined") return out;
  if (last.boot !== boot) flush(last);
  out.push({ kind: "beat", upto: last.seq, reading: now(), marks });
  return out;
}

/** Forgets what is acknowledged, up to the event of a number; what came while the message was on its way stays. */
export function acknowledge(journal: Journal, upto: number): void {
  const counted = journal.events.filter((one) => one.seq <= upto);
  const anchor = counted.reverse().find((one) => ["activity", "confirmed", "start"].includes(one.kind));
  const rest = journal.events.filter((one) => one.seq > upto);
  journal.events = anchor ? [{ ...anchor, kind: "start" }, ...rest] : rest;
}

/** Whether it proves anything that is not acknowledged. */
export function proves(journal: Journal): boolean {
  return journal.events.slice(1).some((one) => one.kind === "activity" || one.kind === "confirmed" || one.kind === "stop");
}

export function body(journal: Journal, sent: Reading): unknown {
  const { device: _, stoppedAs, ...rest } = journal;
  return { ...rest, ...(stoppedAs ? { activity: stoppedAs } : {}), sent };
}

const KEY = "perennial.journal.";

export function load(person: string): Journal | undefined {
  try {
    const text = localStorage.getItem(KEY + person);
    return text ? (JSON.parse(text) as Journal) : undefined;
  } catch {
    return undefined;
  }
}

export function save(person: string, journal: Journal | undefined): void {
  if (journal) localStorage.setItem(KEY + person, JSON.stringify(journal));
  else localStorage.removeItem(KEY + person);
}
