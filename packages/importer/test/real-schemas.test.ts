import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importDocument, type Json } from '../src/index.ts';
import { isObject } from '@connectory/json';
import { type Comparison, createMeaningJudge, schemasOf } from './judge-meaning.ts';
import { parsed } from './parsed.ts';

/**
 * A folder with further documents, and the number of schemas to draw from each. Set by `npm run meaning --prefix
 * bench`.
 */
const folder = process.env['REAL_DOCUMENTS'];
const perDocument = Number(process.env['REAL_SCHEMAS'] ?? 200);
/** A file to write the counts to. */
const outcomeFile = process.env['REAL_OUTCOME'];

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
  const judge = createMeaningJudge(document, outcome.model);
  return Object.keys(schemasOf(document)).slice(0, perDocument).map(judge);
}

describe('The schemas of real documents', () => {
  it('accept and reject the same values as their definitions', { timeout: 3_600_000 }, () => {
    const comparisons = files.flatMap((file) =>
      compare(file).map((comparison) => ({ file: path.basename(file), ...comparison })),
    );
    const compared = comparisons.filter(({ skipped }) => skipped === undefined);
    const sum = (pick: (comparison: Comparison) => number): number =>
      compared.reduce((total, comparison) => total + pick(comparison), 0);
    const differing = compared.filter((comparison) => comparison.differing.length > 0);
    const outcome = {
      documents: files.length,
      schemas: comparisons.length,
      compared: compared.length,
      accepted: sum(({ accepted }) => accepted),
      refused: sum(({ refused }) => refused),
      oneWay: sum(({ oneWay }) => oneWay),
      differing: differing.map(({ file, name, differing: all }) => ({ file, name, first: all[0] })),
    };
    if (outcomeFile !== undefined) writeFileSync(outcomeFile, JSON.stringify(outcome));
    expect(outcome.differing).toEqual([]);
    expect(outcome.compared).toBeGreaterThan(outcome.schemas / 2);
    expect(outcome.refused).toBeGreaterThan(outcome.compared);
  });
});
