import { describe, expect, test } from 'vitest';
import { diffVersions } from '../src/index.ts';
import { bodyOf, contentOf, documentOf } from './content-of.ts';

/** One definition with many properties, which many operations return, and a long name above all of them. */
function version(type: string, operations: number, properties: number) {
  const schema = (suffix: string) => ({
    type: 'object',
    properties: {
      ['n'.repeat(5_000)]: {
        type: 'object',
        properties: Object.fromEntries(Array.from({ length: properties }, (_, at) => [`p${at}`, { type }])),
      },
    },
    title: suffix,
  });
  const paths = Object.fromEntries(
    Array.from({ length: operations }, (_, at) => [
      `/${at}`,
      { get: { operationId: `get${at}`, responses: { '200': bodyOf({ $ref: `#/components/schemas/S${type}` }) } } },
    ]),
  );
  return contentOf(documentOf({ paths, schemas: { [`S${type}`]: schema(type) } }));
}

describe('a diff', () => {
  test('lists changes up to a size, counts the rest, and shortens their places', { timeout: 60_000 }, () => {
    const { summary, entries, rules } = diffVersions(version('string', 400, 500), version('integer', 400, 500));
    const listed = entries.reduce((sum, { changes }) => sum + changes.length, 0);
    const omitted = entries.reduce((sum, entry) => sum + (entry.omitted ?? 0), 0);
    expect(JSON.stringify(entries).length).toBeLessThan(20 * 1024 * 1024);
    expect(omitted).toBeGreaterThan(0);
    expect(summary.breaking + summary.nonBreaking + summary.annotation).toBe(listed + omitted);
    expect(rules.reduce((sum, { changes }) => sum + changes, 0)).toBe(listed + omitted);
    for (const { at } of entries.flatMap(({ changes }) => changes)) expect(at.length).toBeLessThan(400);
  });
});
