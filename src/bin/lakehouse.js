#!/usr/bin/env node
// @ts-nocheck: plain JavaScript that runs before anything is built
// Runs the bundled command; bundles it first when a source is newer (about 0.3 s, only while somebody edits).
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const root = path.resolve(__dirname, '..', '..');
const entry = path.join(root, 'src', 'dist', 'cli.js');
const script = path.join(root, 'scripts', 'build.mjs');
process.emitWarning = quietly(process.emitWarning);

function newest(folder) {
  let latest = 0;
  for (const item of fs.readdirSync(folder, { withFileTypes: true })) {
    if (item.name === 'dist' || item.name === 'node_modules') continue;
    const file = path.join(folder, item.name);
    latest = Math.max(latest, item.isDirectory() ? newest(file) : fs.statSync(file).mtimeMs);
  }
  return latest;
}

/** Node 20 warns that a CommonJS file required an ES module, and the SDK that Node 20 ends: neither is for the learner. */
function quietly(emit) {
  return (warning, ...rest) =>
    /require\(\)|NodeVersionSupport/.test(String(warning) + String(rest[0]?.type ?? rest[0] ?? ''))
      ? undefined
      : emit.call(process, warning, ...rest);
}

async function main() {
  const sources = Math.max(
    newest(path.join(root, 'src')),
    newest(path.join(root, 'infra')),
    fs.statSync(path.join(root, 'package.json')).mtimeMs,
    fs.statSync(script).mtimeMs,
  );
  const bundled = fs.statSync(path.join(root, 'src', 'dist', '.bundled'), { throwIfNoEntry: false });
  if ((bundled?.mtimeMs ?? 0) < sources) {
    const { bundle } = await import(pathToFileURL(script).href);
    await bundle();
  }
  require('node:module').enableCompileCache?.(path.join(root, 'src', 'dist', '.compile-cache'));
  require(entry);
}

main().catch((error) => {
  console.error(
    error?.code === 'ERR_MODULE_NOT_FOUND'
      ? 'The packages are not installed yet: run `make up`, which installs them.'
      : error,
  );
  process.exitCode = 1;
});
