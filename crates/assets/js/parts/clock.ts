// The running clock in the frame: shows what the keeper knows, asks, and passes on what is pressed. Without this script
// the same forms work, on the clock's own page.
import { face, left } from "./clock/attention";
import { stamp } from "./clock/device";
import { Keeper } from "./clock/keeper";
import type { ClockAnswer } from "./clock/types";
import { part, Refused, tell } from "./clock/wire";

/** Signs of a person, at most one a second. */
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchstart"];
const SAID_MS = 9_000;
/** Words for how a clock ended. */
const ENDS = ["kept", "waits", "stopped"];

class ClockElement extends HTMLElement {
  private keeper: Keeper | undefined;
  private says: Record<string, string> = {};
  private shown = "";
  private wasAttending: string | undefined;
  private lastSign = 0;
  /** Stopped because another patient was opened: what comes of it is said together with that. */
  private hasLeft = false;
  private forget: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    this.says = JSON.parse(this.dataset["says"] ?? "{}") as Record<string, string>;
    for (const sign of SIGNS) addEventListener(sign, () => this.sign(), { passive: true, capture: true });
    addEventListener("pagehide", () => this.keeper?.leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.tick());
    document.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("live", () => void this.load());
    setInterval(() => this.tick(), 1_000);
    void this.load();
  }

  private sign(): void {
    const now = performance.now();
    if (now - this.lastSign < 1_000) return;
    this.lastSign = now;
    this.keeper?.active();
  }

  /** The part anew, as the server draws it. */
  private async load(): Promise<void> {
    let html;
    try {
      html = await part();
    } catch {
      return;
    }
    const place = this.find("[data-clock-part]");
    if (!place || this.find<HTMLDialogElement>("dialog[open]")) return;
    const menu = this.find<HTMLDetailsElement>("details[open]");
    if (menu) return;
    const hadFocus = place.contains(document.activeElement);
    place.innerHTML = html;
    if (hadFocus) place.querySelector<HTMLElement>("button, a, summary")?.focus();
    const state = place.querySelector<HTMLElement>("[data-clock]");
    const answer = JSON.parse(state?.dataset["clock"] ?? "null") as ClockAnswer | null;
    if (!answer) return;
    this.shown = key(answer);
    if (!this.keeper) {
      this.keeper = new Keeper(state?.dataset["person"] ?? "", answer, {
        changed: () => this.changed(),
        said: (word, seconds) => this.say(word, seconds),
      });
      this.leaveOther();
    } else if (key(this.keeper.answer) !== this.shown) {
      this.keeper.changed(answer);
    }
    this.tick();
  }

  /** One is at another patient now: the chart work before has ended. A call goes on. */
  private leaveOther(): void {
    const clock = this.keeper?.clock;
    const here = document.querySelector<HTMLElement>("[data-chart]")?.dataset["chart"];
    if (!clock || !here || clock.patient === here || clock.mode === "call") return;
    this.hasLeft = true;
    this.keeper?.stop();
    this.say("other");
  }

  private changed(): void {
    const keeper = this.keeper;
    if (!keeper) return;
    if (keeper.line === "on" && key(keeper.answer) !== this.shown) void this.load();
    this.tick();
  }

  private tick(): void {
    const keeper = this.keeper;
    const clock = keeper?.clock;
    const attending = keeper?.attending;
    if (!keeper) return;
    if (attending !== this.wasAttending) this.turned(attending);
    this.write("[data-clock-time]", face(keeper.seconds));
    this.classList.toggle("clock-cut", keeper.line !== "on");
    if (!clock) return;
    const time = face(keeper.seconds);
    const untilAsked = clock.ask_seconds * 1000 - keeper.quiet;
    if (keeper.line === "cut") this.write("[data-clock-hint]", this.word(keeper.isStopped ? "offline-stop" : "offline", { time }));
    else if (keeper.line === "out") this.write("[data-clock-hint]", this.word("sign-in", { time }));
    else if (attending === "working") this.write("[data-clock-hint]", this.word("asks-in", { left: left(untilAsked) }));
    else if (attending === "asked") this.write("[data-clock-hint]", this.word("asks"));
    const untilGone = clock.stop_seconds * 1000 - keeper.quiet;
    if (attending === "asked") this.write("[data-clock-left]", this.word("left", { left: left(untilGone) }));
  }

  private turned(attending: string | undefined): void {
    const dialog = this.find<HTMLDialogElement>("[data-clock-question]");
    const before = this.wasAttending;
    this.wasAttending = attending;
    if (attending === "asked" && dialog && !dialog.open) {
      for (const other of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) other.close();
      dialog.showModal();
      this.say("asks");
    }
    if (attending !== "asked" && dialog?.open) dialog.close();
    if (attending === "gone" || (before && !attending && this.keeper?.clock)) {
      this.say(this.keeper?.isStopped ? "stopped" : "paused");
      this.keeper?.changed();
    }
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !this.keeper) return;
    const data = new FormData(form, event.submitter);
    const text = (name: string) => String(data.get(name) ?? "");
    if (form.matches("[data-clock-start], [data-clock-resume]")) void this.start(form, text);
    else if (form.matches("[data-clock-stop]")) this.keeper.stop(text("activity") || undefined);
    else if (form.matches("[data-clock-answer]")) {
      this.keeper.answered(text("was_working") === "true");
      this.tick();
    } else return;
    event.preventDefault();
  }

  private async start(form: HTMLFormElement, text: (name: string) => string): Promise<void> {
    const back = text("back");
    const is = form.matches("[data-clock-resume]");
    const body = is
      ? { entry: text("entry"), reading: stamp() }
      : {
          patient: text("patient"),
          program: text("program"),
          activity: text("activity") || null,
          mode: text("mode"),
          command_id: text("command_id"),
          reading: stamp(),
        };
    form.closest("details")?.removeAttribute("open");
    try {
      // What ran before ends with all that is known of it.
      await this.keeper?.sync();
      const answer = await tell<ClockAnswer>(is ? "/clock/resumption" : "/clock/start", body);
      this.say("started");
      this.keeper?.changed(answer);
      await this.load();
      document.querySelector("#beside")?.dispatchEvent(new CustomEvent("live"));
      const to = new URL(back || location.href, location.href);
      if (to.origin === location.origin && to.pathname !== location.pathname) location.assign(to);
    } catch (problem) {
      if (!(problem instanceof Refused)) return this.say("offline-start");
      this.tell(String(problem.body["said"] ?? problem.body["title"] ?? ""));
      document.querySelector("#beside")?.dispatchEvent(new CustomEvent("live"));
    }
  }

  private word(name: string, figures: Record<string, string> = {}): string {
    return (this.says[name] ?? "").replaceAll(/\{(\w+)\}/g, (_, figure: string) => figures[figure] ?? "");
  }

  private say(word: string, seconds?: number): void {
    const text = this.word(word, seconds === undefined ? {} : { time: face(seconds) });
    const isEnd = ENDS.includes(word);
    this.tell(isEnd && this.hasLeft ? `${this.word("other")} ${text}` : text);
    if (isEnd) this.hasLeft = false;
  }

  private tell(text: string): void {
    this.write("[data-clock-said]", text);
    clearTimeout(this.forget);
    this.forget = setTimeout(() => this.write("[data-clock-said]", ""), SAID_MS);
  }

  private find<T extends HTMLElement>(selector: string): T | null {
    return this.querySelector<T>(selector);
  }

  private write(selector: string, text: string): void {
    const place = this.find(selector);
    if (place && place.textContent !== text) place.textContent = text;
  }
}

/** What makes a part look otherwise. */
function key({ clock }: ClockAnswer): string {
  return clock ? [clock.entry, clock.face, clock.activity].join(" ") : "";
}

customElements.define("perennial-clock", ClockElement);
