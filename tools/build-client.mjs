// Builds the package `@connectory/client` for users into a folder. Usage: node tools/build-client.mjs FOLDER, after `npm run build`.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = path.resolve(process.argv[2] ?? 'dist/client');

/** @param {string} file */
const read = (file) => readFileSync(path.join(root, file), 'utf8');
const { engines } = JSON.parse(read('package.json'));
const { name, version, type, description, sideEffects, license, dependencies } = JSON.parse(
  read('packages/client/package.json'),
);

rmSync(target, { recursive: true, force: true });
cpSync(path.join(root, 'packages/client/dist'), path.join(target, 'dist'), {
  recursive: true,
  filter: (file) => !/\.(?:map|tsbuildinfo)$/.test(file),
});
const manifest = { name, version, type, description, sideEffects, license, engines, dependencies };
const published = { types: './dist/index.d.ts', default: './dist/index.js' };
writeFileSync(
  path.join(target, 'package.json'),
  `${JSON.stringify({ ...manifest, exports: { '.': published } }, null, 2)}\n`,
);
writeFileSync(path.join(target, 'LICENSE'), read('LICENSE'));
writeFileSync(path.join(target, 'README.md'), read('docs/client.md').replaceAll(/\[([^\]]+)\]\(api[^)]*\)/g, '$1'));
