// The real program over a fresh database in a folder of its own.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const binary = process.env.PERENNIAL_BIN;
const here = dirname(fileURLToPath(import.meta.url));

/** Sets a practice up and serves it. `code` is the setup code; `log()` is all that the program has said so far. */
export async function start() {
  const folder = mkdtempSync(join(tmpdir(), "perennial-e2e-"));
  const database = join(folder, "perennial.db");
  const setup = spawnSync(binary, ["--database", database, "setup", join(here, "practice.toml")], { encoding: "utf8" });
  if (setup.status !== 0) throw new Error(`setup: ${setup.stdout}${setup.stderr}`);
  const child = spawn(binary, ["--database", database, "serve", "--listen", "127.0.0.1:0"], {
    env: { ...process.env, PERENNIAL_LOG: "info" },
  });
  let said = "";
  const heard = (bytes) => (said += bytes);
  child.stdout.on("data", heard);
  child.stderr.on("data", heard);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const at = await until(() => said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0], () => said, 30_000);
  const code = await until(() => said.match(/setup code: (\S+)/)?.[1], () => said, 5_000);
  return {
    url: at,
    code,
    log: () => said,
    async stop() {
      child.kill("SIGTERM");
      const status = await ended;
      rmSync(folder, { recursive: true, force: true });
      return status;
    },
  };
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
