// The demo, told and served: its practice in mid-month, with everybody in it a click away.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Tells the demo and serves it. `said()` is all that the program has said so far. */
export async function tell() {
  const home = mkdtempSync(join(tmpdir(), "perennial-demo-"));
  const child = spawn(process.env.PERENNIAL_BIN, ["demo", "--folder", join(home, "demo"), "--listen", "127.0.0.1:0"], {
    env: { ...process.env, PERENNIAL_LOG: "info" },
  });
  let said = "";
  const heard = (bytes) => (said += bytes);
  child.stdout.on("data", heard);
  child.stderr.on("data", heard);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const end = Date.now() + 300_000;
  let url;
  while (!(url = said.match(/Perennial is at (http:\/\/127\.0\.0\.1:\d+)/)?.[1])) {
    if (Date.now() > end || child.exitCode !== null) throw new Error(`the demo did not come up; it said:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    said: () => said,
    async stop() {
      child.kill("SIGTERM");
      const status = await ended;
      rmSync(home, { recursive: true, force: true });
      return status;
    },
  };
}

/** Comes in as the nth person of a standing. */
export async function comeInAs(page, standing, nth = 0) {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: standing }).nth(nth).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}
