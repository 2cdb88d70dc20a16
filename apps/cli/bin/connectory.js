#!/usr/bin/env node
// Parses on old versions of Node.js, so that it can say that they are too old.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Connectory needs Node.js 20.19 or newer, and this is ${process.version}. Install a newer one: https://nodejs.org`,
  );
  process.exit(2);
}

const main = new URL('../dist/main.js', import.meta.url);
if (!existsSync(main)) buildClone();
process.setSourceMapsEnabled(true);
await import(main.href);

/** A clone is built at its first command. */
function buildClone() {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  console.error('Connectory is built once, which takes about a minute…');
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status === 0 && existsSync(main)) return;
  console.error(`The build failed. Run "npm ci && npm run build" in ${root}.`);
  process.exit(1);
}
