import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import type { Json } from '@connectory/importer';
import { describe, expect, it } from 'vitest';
import { defaultDocumentLimits, readDocument } from '../../src/index.ts';
import { generateDocument } from './generate-document.ts';
import { type SpecVersion, specVersions } from './grammar.ts';
import { measureInfluence } from './measure-influence.ts';

const { INFLUENCE_TASK } = process.env;
const day = 86_400_000;

/** What `bench/influence` asks for. */
interface Task {
  /** Documents: paths of files, or `generated VERSION SEED`. */
  readonly names: readonly string[];
  /** A line is appended for each document. */
  readonly report: string;
  readonly kind: string;
  readonly kinds?: number;
  readonly leaves: number;
  readonly seed: number;
}

async function rootOf(name: string): Promise<Json | undefined> {
  const [, version, seed] = /^generated (\S+) (\d+)$/.exec(name) ?? [];
  const drawn = specVersions.find((one) => one === version);
  if (drawn !== undefined) return generateDocument({ version: drawn, seed: Number(seed), density: 0.5 });
  const read = await readDocument(readFileSync(name), { limits: defaultDocumentLimits });
  return read.ok ? read.document.root : undefined;
}

function versionOf(root: Json): SpecVersion | undefined {
  if (typeof root !== 'object' || root === null) return undefined;
  const declared = Object.entries(root).find(([key]) => key === 'openapi' || key === 'swagger')?.[1];
  return specVersions.find((version) => JSON.stringify(declared)?.replace('"', '').startsWith(version));
}

/** One line of the report: `leaves` is absent when the document cannot be imported. */
async function measure(name: string, { kind, kinds, leaves, seed }: Task): Promise<object> {
  const root = await rootOf(name);
  const version = root === undefined ? undefined : versionOf(root);
  if (root === undefined || version === undefined) return { name };
  // The seed of a document depends on its name alone, so that a resumed run draws the same leaves.
  const own = createHash('sha256').update(`${seed}/${name}`).digest().readUInt32BE();
  const limits = { kind, leavesPerKind: leaves, seed: own, ...(kinds === undefined ? {} : { kinds }) };
  const measured = await measureInfluence(root, { version, ...limits });
  if (measured === undefined) return { name };
  const withoutEffect = [...measured].flatMap(([member, influence]) =>
    influence.withoutEffect.map((pointer) => ({ kind: member, version, example: `${name} ${pointer}` })),
  );
  return { name, leaves: [...measured.values()].reduce((sum, { tried }) => sum + tried, 0), withoutEffect };
}

describe.skipIf(INFLUENCE_TASK === undefined)('Members of documents given by the environment', () => {
  it('are measured', { timeout: day }, async () => {
    const task: Task = JSON.parse(readFileSync(INFLUENCE_TASK ?? '', 'utf8'));
    for (const name of task.names) appendFileSync(task.report, `${JSON.stringify(await measure(name, task))}\n`);
    expect(task.names.length).toBeGreaterThan(0);
  });
});
