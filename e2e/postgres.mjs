// A database of one test file's own on the PostgreSQL server that `cargo xtask test` starts.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const DEBIAN = "/usr/lib/postgresql";
const server = process.env.PERENNIAL_TEST_POSTGRES;

/** Why there is none here; false where there is one. */
export const isAway = !server && "PERENNIAL_TEST_POSTGRES names no server";

/** The URL of an empty database. It goes with its server. */
export function fresh() {
  const name = `perennial_pages_${process.pid}_${Date.now()}`;
  const args = ["--no-psqlrc", "--quiet", "--command", `create database ${name}`, server];
  const done = spawnSync(psql(), args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`psql: ${done.error ?? done.stderr}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Of the newest version; from the path where Debian has none. */
function psql() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(DEBIAN, version, "bin/psql")).find(existsSync) ?? "psql";
}
