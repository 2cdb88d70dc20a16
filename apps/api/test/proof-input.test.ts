import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChildOutputTooLargeError, OutputFile } from '../src/children/output-file.ts';
import { type ProofInput, readProofInput, writeProofInput } from '../src/export/proof-input.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'proof-input-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const actions = Array.from({ length: 1_000 }, (_, index) => ({ template: `/p${index}`, body: '{"é":1}'.repeat(20) }));
const definitions = ['\n', '\r', '\r\n', '\u2028', '\u2029', '\u0085', '\uD800', '', '"'].map((text) => ({
  name: `a${text}b`,
  schema: JSON.stringify({ description: text }) + text,
}));

function inputOf(rows: { actions: typeof actions; definitions: typeof definitions }): ProofInput {
  return {
    source: {
      document: { bytes: 9, encoding: 'br', content: Buffer.from([0, 10, 13, 255]) },
      importerVersion: '6',
      options: { root: 'a\u2028' },
      messagesJson: '[{"text":"\u2029"}]',
      overlays: [{ name: 'fixes', text: '{\u2028}', policy: 'skip', remembered: {} }],
    },
    rows: { extras: '{"x":"\u2028"}', triggers: ['{}\n'], definitionNames: ['a'], ...toAsync(rows) },
  };
}

function toAsync(rows: { actions: typeof actions; definitions: typeof definitions }) {
  const each = async function* <Row>(list: readonly Row[]): AsyncGenerator<Row> {
    yield* list;
  };
  return { actions: each(rows.actions), definitions: each(rows.definitions) };
}

it.each([
  ['all kinds of rows', { actions, definitions }],
  ['actions only', { actions, definitions: [] }],
  ['no rows', { actions: [], definitions: [] }],
])('a child without a database reads what another has written: %s', async (name, rows) => {
  const file = path.join(folder, name);
  const output = await OutputFile.create(file, 10_000_000);
  await writeProofInput(output, inputOf(rows));
  await output.close();
  const read = await readProofInput(file);
  expect(read.source).toEqual(inputOf(rows).source);
  const { actions: readActions, definitions: readDefinitions, ...others } = read.rows;
  expect(others).toEqual({ extras: '{"x":"\u2028"}', triggers: ['{}\n'], definitionNames: ['a'] });
  expect(await collect(readActions)).toEqual(rows.actions);
  expect(await collect(readDefinitions)).toEqual(rows.definitions);
});

it('what is larger than its limit is not written', async () => {
  const output = await OutputFile.create(path.join(folder, 'large'), 1_000);
  await expect(writeProofInput(output, inputOf({ actions, definitions }))).rejects.toThrow(ChildOutputTooLargeError);
});

async function collect<Row>(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
