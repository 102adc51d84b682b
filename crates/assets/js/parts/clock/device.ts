// This device's two clocks, and the names by which the server tells them apart. The wall clock may jump; the monotonic one
// begins anew with each load of a page, which is a boot. Names hold nothing of anybody.
export interface Reading {
  device: string;
  boot: string;
  seq: number;
  wall: string;
  monotonic_ms: number;
}

const DEVICE = "perennial.device";
const SEQ = "perennial.seq";

function name(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join("") + Date.now().toString(36).slice(-4);
}

export const boot = name();

function device(): string {
  const known = localStorage.getItem(DEVICE);
  if (known) return known;
  const made = name();
  localStorage.setItem(DEVICE, made);
  return made;
}

/** Grows over all boots of a device: a journal may span several. */
function next(): number {
  const seq = Number(localStorage.getItem(SEQ) ?? "0") + 1;
  localStorage.setItem(SEQ, String(seq));
  return seq;
}

export function stamp(): Reading {
  return {
    device: device(),
    boot,
    seq: next(),
    wall: new Date().toISOString(),
    monotonic_ms: Math.floor(performance.now()),
  };
}

/** A journal's name, never given twice. */
export function fresh(): string {
  return `${name()}-${name()}`;
}
