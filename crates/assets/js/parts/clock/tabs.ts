// One tab keeps the clock for all tabs of this browser: it tells the server, and keeps the journal. When it goes, another
// takes over. The others show what it shows, and pass on what is done in them.
import type { ClockAnswer, Shown } from "./types";

export type Word =
  | { word: "shown"; shown: Shown }
  | { word: "hello" | "activity" }
  | { word: "changed"; answer?: ClockAnswer }
  | { word: "answer"; wasWorking: boolean }
  | { word: "stop"; activity?: string };

const NAME = "perennial-clock";

export class Tabs {
  isKeeper = false;
  private channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(NAME);

  constructor(heard: (word: Word) => void, keeps: () => void) {
    this.channel?.addEventListener("message", (event) => heard(event.data as Word));
    const keep = () => {
      this.isKeeper = true;
      keeps();
      return new Promise<void>(() => undefined);
    };
    // Where a browser has no locks, each tab keeps it: the server takes the same activity twice for once.
    if (navigator.locks) void navigator.locks.request(NAME, keep);
    else void keep();
  }

  say(word: Word): void {
    this.channel?.postMessage(word);
  }
}
