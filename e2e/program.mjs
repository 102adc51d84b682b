// The real program over a fresh database in a folder of its own.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const binary = process.env.PERENNIAL_BIN;
const here = dirname(fileURLToPath(import.meta.url));

/**
 * Sets a practice up and serves it, over a file of its own or the `database` at a URL. `code` is the setup code; `log()` is
 * all that the program has said so far; `run` gives it another command; `kill` takes the process away as a power cut would, and `again` serves the same database at the same
 * address. `listen` is the first address, `env` what else the program finds around it.
 */
export async function start(practice = "practice.toml", { database, listen = "127.0.0.1:0", env: more = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "perennial-e2e-"));
  const env = {
    ...process.env,
    PERENNIAL_DATABASE: database ?? join(folder, "perennial.db"),
    PERENNIAL_KEYS: join(folder, "keys"),
    PERENNIAL_LOG: "info",
    ...more,
  };
  const run = (...args) => {
    const done = spawnSync(binary, args, { encoding: "utf8", env });
    if (done.status !== 0) throw new Error(`${args.join(" ")}: ${done.stdout}${done.stderr}`);
    return done.stdout;
  };
  run("setup", resolve(here, practice));
  let child, ended;
  let said = "";
  const serve = (address) => {
    child = spawn(binary, ["serve", "--listen", address], { env });
    const heard = (bytes) => (said += bytes);
    child.stdout.on("data", heard);
    child.stderr.on("data", heard);
    ended = new Promise((resolve) => child.once("exit", resolve));
  };
  serve(listen);
  const at = await until(() => said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0], () => said, 30_000);
  const code = await until(() => said.match(/setup code: (\S+)/)?.[1], () => said, 5_000);
  return {
    url: at,
    code,
    folder,
    log: () => said,
    run,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async again() {
      const before = said.length;
      serve(new URL(at).host);
      await until(() => said.slice(before).includes(at), () => said, 30_000);
    },
    async stop() {
      child.kill("SIGTERM");
      const status = await ended;
      rmSync(folder, { recursive: true, force: true });
      return status;
    },
  };
}

/**
 * The demo practice as its telling leaves it, served at its own day and hour; anybody of it signs in with one click. Where it
 * was told for all files of tests, `PERENNIAL_DEMO` says where, and each file finds it there as it was told, mailbox and all:
 * one file at a time. Alone, a file has its own told.
 */
export async function demo() {
  const told = process.env.PERENNIAL_DEMO;
  const folder = told ?? join(mkdtempSync(join(tmpdir(), "perennial-e2e-")), "demo");
  if (told) {
    rmSync(folder, { recursive: true, force: true });
    cpSync(`${told}.told`, folder, { recursive: true });
  } else tell(folder);
  const database = join(folder, "perennial.db");
  const child = spawn(binary, ["--database", database, "serve", "--demo-folder", folder, "--listen", "127.0.0.1:0"], {
    env: { ...process.env, PERENNIAL_LOG: "info" },
  });
  let said = "";
  const heard = (bytes) => (said += bytes);
  child.stdout.on("data", heard);
  child.stderr.on("data", heard);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return {
    url: await until(() => said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0], () => said, 30_000),
    folder,
    log: () => said,
    /** A command beside it, over the same database, at the demo's practice. */
    run(...args) {
      const ran = spawnSync(binary, ["--database", database, "--practice", "larkspur-im", ...args], { encoding: "utf8" });
      if (ran.status !== 0) throw new Error(`${args[0]}: ${ran.stdout}${ran.stderr}`);
      return ran.stdout;
    },
    async stop() {
      child.kill("SIGTERM");
      const status = await ended;
      rmSync(told ? folder : dirname(folder), { recursive: true, force: true });
      return status;
    },
  };
}

function tell(folder) {
  const told = spawnSync(binary, ["demo", "--once", "--folder", folder], { encoding: "utf8" });
  if (told.status !== 0) throw new Error(`demo: ${told.stdout}${told.stderr}`);
}

async function until(ask, tell, ms) {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    const answer = ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the program did not come up; it said:\n${tell()}`);
}
