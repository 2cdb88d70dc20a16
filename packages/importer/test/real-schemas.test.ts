import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importDocument, type Json } from '../src/index.ts';
import { isObject } from '@connectory/json';
import { objectMember } from '../src/json/members.ts';
import { type Comparison, createMeaningJudge } from './judge-meaning.ts';
import { parsed } from './parsed.ts';

/**
 * A folder with further documents, and the number of schemas to draw from each. Set by `npm run meaning --prefix
 * bench`.
 */
const folder = process.env['REAL_DOCUMENTS'];
const perDocument = Number(process.env['REAL_SCHEMAS'] ?? 200);

const files =
  folder === undefined
    ? [path.join(import.meta.dirname, '../../../examples/airflow.json')]
    : readdirSync(folder)
        .sort()
        .map((file) => path.join(folder, file));

function compare(file: string): readonly Comparison[] {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Json;
  const outcome = importDocument(parsed(document));
  if (!outcome.ok || !isObject(document)) throw new Error(`${file} is no OpenAPI document`);
  const schemas = objectMember(objectMember(document, 'components') ?? {}, 'schemas') ?? {};
  const judge = createMeaningJudge(document, outcome.model);
  return Object.keys(schemas).slice(0, perDocument).map(judge);
}

describe('The schemas of real documents', () => {
  it('accept and reject the same values as their definitions', { timeout: 3_600_000 }, () => {
    const comparisons = files.flatMap((file) =>
      compare(file).map((comparison) => ({ file: path.basename(file), ...comparison })),
    );
    const compared = comparisons.filter(({ skipped }) => skipped === undefined);
    const sum = (pick: (comparison: Comparison) => number): number =>
      compared.reduce((total, comparison) => total + pick(comparison), 0);
    process.stdout.write(
      `${compared.length} of ${comparisons.length} schemas compared: ${sum(({ accepted }) => accepted)} instances valid under both, ${sum(({ refused }) => refused)} invalid under both\n`,
    );
    const differing = compared.filter((comparison) => comparison.differing.length > 0);
    expect(differing.map(({ file, name, differing: all }) => ({ file, name, first: all[0] }))).toEqual([]);
    expect(compared.length).toBeGreaterThan(comparisons.length / 2);
    expect(sum(({ refused }) => refused)).toBeGreaterThan(compared.length);
  });
});
