// What the server says of a clock: `app::time::ClockAnswer`.
export interface ClockView {
  entry: string;
  person: string;
  patient: string;
  program: string;
  activity?: string;
  mode: "chart" | "call";
  face: "running" | "asking" | "paused";
  paused_at?: string;
  counted_seconds: number;
  asks_at?: string;
  ask_seconds: number;
  stop_seconds: number;
  beat_seconds: number;
}

export type Ended = { is: "recorded" | "unfinished" | "nothing"; entry: string; seconds?: number };

export interface ClockAnswer {
  now: string;
  clock: ClockView | null;
  ended?: Ended;
}

/** What the keeping tab tells the others, and its element shows. Ages are milliseconds: tabs share no clock. */
export interface Shown {
  answer: ClockAnswer;
  age: number;
  seenAge: number;
  line: Line;
}

/** Whether the server hears us. `out`: it does, and asks who we are. */
export type Line = "on" | "cut" | "out";
