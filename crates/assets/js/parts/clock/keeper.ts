// Keeps the clock: what the server last said, what happened since, and the telling of it. Decides nothing about minutes:
// the server counts them.
import { attending, type Attending } from "./attention";
import { stamp } from "./device";
import { acknowledge, begin, body, load, messages, note, proves, save, type Journal, type Message } from "./journal";
import { Tabs, type Word } from "./tabs";
import type { ClockAnswer, ClockView, Ended, Line, Shown } from "./types";
import { Refused, tell, tellLeaving } from "./wire";

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;
/** A page that was loaded this instant may have to wait for the one before to let go. */
const TAKES_OVER_WITHIN_MS = 3_000;

/** What the element shows and says. */
export interface Listener {
  changed(): void;
  said(word: string, seconds?: number): void;
}

export class Keeper {
  answer: ClockAnswer = { now: new Date().toISOString(), clock: null };
  line: Line = "on";
  private receivedAt = performance.now();
  private seenAt = performance.now();
  private journal: Journal | undefined;
  private retry = FIRST_RETRY_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private telling: Promise<void> | undefined;
  private hasMore = false;
  private readonly tabs: Tabs;
  /** Passed on last: done here, should nobody else keep the clock. */
  private passed: { word: Word; at: number } | undefined;

  constructor(
    private readonly person: string,
    first: ClockAnswer,
    private readonly listener: Listener,
  ) {
    this.receive(first);
    this.tabs = new Tabs(
      (word) => this.heard(word),
      () => this.keep(),
    );
    this.tabs.say({ word: "hello" });
  }

  get clock(): ClockView | null {
    return this.answer.clock;
  }

  /** Runs as far as this device knows. */
  get attending(): Attending | undefined {
    const clock = this.clock;
    if (!clock || clock.face === "paused" || this.isStopped) return undefined;
    return attending(this.quiet, clock.ask_seconds * 1000, clock.stop_seconds * 1000);
  }

  get isStopped(): boolean {
    return this.journal?.events.at(-1)?.kind === "stop";
  }

  get quiet(): number {
    return performance.now() - this.seenAt;
  }

  get seconds(): number {
    const clock = this.clock;
    if (!clock) return 0;
    const isRunning = this.attending === "working" || this.attending === "asked";
    if (isRunning) return clock.counted_seconds + (performance.now() - this.receivedAt) / 1000;
    if (clock.face === "paused") return clock.counted_seconds;
    return clock.counted_seconds + Math.max(0, this.seenAt - this.receivedAt) / 1000;
  }

  /** Somebody is at it: here, or in another tab. */
  active(): void {
    if (!this.tabs.isKeeper) return this.tabs.say({ word: "activity" });
    if (this.attending !== "working" || !this.journal) return;
    this.seenAt = performance.now();
    this.noted("activity");
  }

  answered(wasWorking: boolean): void {
    if (!this.tabs.isKeeper) return this.pass({ word: "answer", wasWorking });
    if (this.attending === "gone" || !this.journal) return;
    if (wasWorking) this.seenAt = performance.now();
    this.noted(wasWorking ? "confirmed" : "declined");
    void this.sync();
  }

  stop(activity?: string): void {
    if (!this.tabs.isKeeper) return this.pass(activity ? { word: "stop", activity } : { word: "stop" });
    const clock = this.clock;
    if (!clock) return;
    this.journal ??= begin(clock, stamp());
    if (activity) this.journal.stoppedAs = activity;
    this.noted("stop");
    void this.sync();
  }

  /** Another tab, another device, or the server itself did something. */
  changed(answer?: ClockAnswer): void {
    if (answer) this.receive(answer);
    if (!this.tabs.isKeeper) return this.pass(answer ? { word: "changed", answer } : { word: "changed" });
    // Ended by a start of ours, with all that the server had heard.
    if (answer?.ended && answer.ended.entry === this.journal?.continues) this.keepJournal(undefined);
    void this.sync();
  }

  private pass(word: Word): void {
    this.passed = { word, at: performance.now() };
    this.tabs.say(word);
  }

  /** The page goes: its activity ends here. */
  leave(): void {
    const clock = this.clock;
    if (!this.tabs.isKeeper || !this.journal || !clock || this.attending !== "working" || !proves(this.journal)) return;
    const last = messages(this.journal, stamp).at(-1);
    if (last?.kind === "beat") tellLeaving("/clock/beat", this.said(last));
  }

  private heard(word: Word): void {
    if (word.word === "shown") {
      if (!this.tabs.isKeeper) this.show(word.shown);
    } else if (this.tabs.isKeeper) {
      if (word.word === "activity") this.active();
      else if (word.word === "answer") this.answered(word.wasWorking);
      else if (word.word === "stop") this.stop(word.activity);
      else if (word.word === "changed") this.changed(word.answer);
      else this.share();
    }
  }

  private show(shown: Shown): void {
    this.answer = shown.answer;
    this.receivedAt = performance.now() - shown.age;
    this.seenAt = performance.now() - shown.seenAge;
    this.line = shown.line;
    this.listener.changed();
  }

  private share(): void {
    const now = performance.now();
    const { answer, line } = this;
    const shown = { answer, line, age: now - this.receivedAt, seenAge: now - this.seenAt };
    this.tabs.say({ word: "shown", shown });
    this.listener.changed();
  }

  private keep(): void {
    this.journal = load(this.person);
    addEventListener("online", () => void this.sync());
    void this.sync();
    const { passed } = this;
    if (passed && performance.now() - passed.at < TAKES_OVER_WITHIN_MS) this.heard(passed.word);
  }

  private noted(kind: "activity" | "confirmed" | "declined" | "stop"): void {
    if (!this.journal) return;
    note(this.journal, kind, stamp());
    save(this.person, this.journal);
    this.share();
  }

  private receive(answer: ClockAnswer): void {
    this.answer = answer;
    this.receivedAt = performance.now();
    const clock = answer.clock;
    if (!clock?.asks_at) return;
    const untilAsked = Date.parse(clock.asks_at) - Date.parse(answer.now);
    this.seenAt = this.receivedAt + untilAsked - clock.ask_seconds * 1000;
  }

  /** Tells everything that is not acknowledged. One telling at a time: what comes meanwhile is told right after it. */
  async sync(): Promise<void> {
    if (!this.tabs.isKeeper) return;
    this.hasMore = true;
    this.telling ??= this.tellOn().finally(() => (this.telling = undefined));
    return this.telling;
  }

  private async tellOn(): Promise<void> {
    do {
      this.hasMore = false;
      await this.tellAll();
    } while (this.hasMore && this.line === "on");
  }

  private async tellAll(): Promise<void> {
    clearTimeout(this.timer);
    const before = this.line;
    try {
      await this.flush();
      this.line = "on";
      this.retry = FIRST_RETRY_MS;
    } catch (problem) {
      const isOut = problem instanceof Refused && [401, 403].includes(problem.status);
      this.line = isOut ? "out" : "cut";
      this.retry = Math.min(this.retry * 2, LAST_RETRY_MS);
    }
    if (before === "on" && this.line === "out") this.listener.said("sign-in", this.seconds);
    const beat = (this.clock?.beat_seconds ?? 30) * 1000;
    const isNeeded = this.journal || this.clock?.face === "running" || this.clock?.face === "asking";
    if (this.line !== "on" || isNeeded) {
      this.timer = setTimeout(() => void this.sync(), this.line === "on" ? beat : this.retry);
    }
    this.share();
  }

  private async flush(): Promise<void> {
    const journal = this.journal;
    for (const message of journal ? messages(journal, stamp) : []) {
      if (!journal) break;
      const answer = await this.send(message);
      const same = answer.clock?.entry === journal.continues;
      const goesOn = same && answer.clock?.face !== "paused";
      // Paused by this very message: it was heard, and is part of what was counted.
      const byThis = same && answer.clock?.paused_at === answer.now;
      const isNo = message.kind === "answer" && !message.wasWorking;
      if (goesOn || byThis || answer.ended || isNo) acknowledge(journal, message.upto);
      const wasAt = this.seenAt;
      this.receive(answer);
      if (goesOn && proves(journal)) this.seenAt = Math.max(this.seenAt, wasAt);
      if (answer.ended) this.tellEnd(answer.ended);
      if (!goesOn) {
        if (proves(journal) && !answer.ended) await this.handOver(journal);
        else this.keepJournal(undefined);
        break;
      }
      this.keepJournal(journal);
    }
    const clock = this.clock;
    if (clock && clock.face !== "paused" && this.journal?.continues !== clock.entry) {
      this.keepJournal(begin(clock, stamp()));
    }
  }

  private keepJournal(journal: Journal | undefined): void {
    this.journal = journal;
    save(this.person, journal);
  }

  private said(message: Message): unknown {
    const base = { entry: this.journal?.continues, reading: message.reading };
    if (message.kind === "beat") return { ...base, activity_ms: message.marks };
    if (message.kind === "answer") return { ...base, was_working: message.wasWorking };
    return this.journal?.stoppedAs ? { ...base, activity: this.journal.stoppedAs } : base;
  }

  private send(message: Message): Promise<ClockAnswer> {
    // Whoever is on the phone touches no key, and is not gone for that: until the question, a call keeps its session.
    const isCall = this.clock?.mode === "call" && this.attending === "working";
    const quietly = message.kind === "beat" && !message.marks.length && !isCall;
    return tell<ClockAnswer>(`/clock/${message.kind}`, this.said(message), quietly);
  }

  /** The server has given up on this clock meanwhile: what this device can prove becomes a segment of its own. */
  private async handOver(journal: Journal): Promise<void> {
    const isStopped = journal.events.at(-1)?.kind === "stop";
    try {
      await tell("/clock/journal", body(journal, stamp()));
      this.listener.said("back");
    } catch (problem) {
      if (!(problem instanceof Refused) || ![400, 404, 422].includes(problem.status)) throw problem;
      this.listener.said("refused");
    }
    this.keepJournal(undefined);
    const clock = this.clock;
    if (clock?.entry !== journal.continues) return;
    if (isStopped) this.receive(await tell<ClockAnswer>("/clock/stop", { entry: clock.entry }));
    else if (this.quiet < clock.ask_seconds * 1000) {
      this.receive(await tell<ClockAnswer>("/clock/resumption", { entry: clock.entry, reading: stamp() }));
    }
  }

  private tellEnd(ended: Ended): void {
    const word = ended.is === "recorded" ? "kept" : ended.is === "unfinished" ? "waits" : "stopped";
    this.listener.said(word, ended.seconds);
  }
}
