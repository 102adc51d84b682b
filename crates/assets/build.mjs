// node build.mjs OUT: bundles styles, scripts and fonts into OUT/files, and writes the tables for lib.rs to include.
// Each file is named by its content, and kept plain, as gzip and as brotli.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
const modules = join(out, "npm", "node_modules");
const esbuild = createRequire(join(modules, "x.js"))("esbuild");
const files = join(out, "files");
const work = join(out, "work");
for (const folder of [files, work]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

const TYPES = { ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml" };
/** Names by which templates ask, and what is kept under them. */
const made = new Map();

// Scripts: every file at the top of js/ is one that a page can ask for; what they import is bundled in.
const entries = readdirSync(join(here, "js")).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));
const scripts = await esbuild.build({
  entryPoints: entries.map((name) => join(here, "js", name)),
  nodePaths: [modules],
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  legalComments: "none",
  outdir: work,
  write: false,
  logLevel: "error",
});
for (const file of scripts.outputFiles) made.set(basename(file.path), Buffer.from(file.contents));

// Styles: every file at the top of css/, likewise.
for (const name of readdirSync(join(here, "css")).filter((name) => name.endsWith(".css"))) {
  const cli = join(modules, "@tailwindcss", "cli", "dist", "index.mjs");
  const styled = join(work, name);
  const args = [cli, "--input", join(here, "css", name), "--output", styled, "--minify"];
  const done = spawnSync(process.execPath, args, { cwd: here, encoding: "utf8" });
  if (done.status !== 0) {
    process.stderr.write(done.stdout + done.stderr);
    process.exit(1);
  }
  made.set(name, readFileSync(styled));
}

for (const name of readdirSync(join(here, "icons"))) made.set(name, readFileSync(join(here, "icons", name)));

// Fonts of printed documents: not served to browsers, so neither hashed nor compressed.
const google = join(modules, "@expo-google-fonts");
const FONTS = {
  "reading-400": join(google, "atkinson-hyperlegible", "400Regular", "AtkinsonHyperlegible_400Regular.ttf"),
  "reading-700": join(google, "atkinson-hyperlegible", "700Bold", "AtkinsonHyperlegible_700Bold.ttf"),
  "letters-400": join(google, "noto-sans", "400Regular", "NotoSans_400Regular.ttf"),
  "letters-700": join(google, "noto-sans", "700Bold", "NotoSans_700Bold.ttf"),
};
const fonts = [];
for (const [name, path] of Object.entries(FONTS)) {
  writeFileSync(join(files, `${name}.ttf`), readFileSync(path));
  fonts.push(`    (${JSON.stringify(name)}, include_bytes!(concat!(env!("OUT_DIR"), "/files/${name}.ttf"))),`);
}
writeFileSync(join(out, "fonts.rs"), `&[\n${fonts.join("\n")}\n]\n`);

const rows = [];
for (const [name, bytes] of [...made].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const type = TYPES[extname(name)];
  if (!type) throw new Error(`${name}: no content type for this ending`);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const stem = basename(name, extname(name));
  const path = `${stem}.${hash}${extname(name)}`;
  const integrity = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
  const forms = {
    "": bytes,
    ".br": brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    ".gz": gzipSync(bytes, { level: 9 }),
  };
  for (const [ending, body] of Object.entries(forms)) writeFileSync(join(files, path + ending), body);
  const include = (ending) => `include_bytes!(concat!(env!("OUT_DIR"), "/files/${path}${ending}"))`;
  rows.push(`    Asset {
        name: ${JSON.stringify(name)},
        path: ${JSON.stringify(path)},
        bytes: ${include("")},
        br: ${include(".br")},
        gz: ${include(".gz")},
        integrity: ${JSON.stringify(integrity)},
        content_type: ${JSON.stringify(type)},
    },`);
}
writeFileSync(join(out, "table.rs"), `&[\n${rows.join("\n")}\n]\n`);
