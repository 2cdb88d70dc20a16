import { hash } from 'node:crypto';
import type { RowChunk, VersionTable } from '@connectory/lifecycle';
import { describe, expect, test } from 'vitest';
import { type CopyRow, createRowCheck, encodeCopyRows, ForgedRowsError, versionColumns } from '../src/index.ts';

const version = '01M8D5YXYGXKTVDQDRF31HV4M7';
const other = '01M8D5YXYGXKTVDQDRF31HV4M8';
const text = '{"type":"string"}';
const sha256 = hash('sha256', text, 'buffer');
const check = createRowCheck(version, [sha256.toString('hex')]);

const chunksOf = (table: VersionTable, rows: readonly CopyRow[]): RowChunk[] =>
  [...encodeCopyRows(versionColumns[table].length, rows)].map((bytes) => ({ table, bytes }));
const checkAll = (table: VersionTable, rows: readonly CopyRow[]) => () => {
  for (const chunk of chunksOf(table, rows)) check(chunk);
};
const action = (versionId: string): CopyRow => ['id', versionId, 0, 'a', 'GET', '/a', null, '{}'];

describe('rows from a child are written', () => {
  test('when they belong to the version, in any number of chunks', () => {
    const rows = Array.from({ length: 3_000 }, () => action(version));
    expect(chunksOf('actions', rows).length).toBeGreaterThan(1);
    expect(checkAll('actions', rows)).not.toThrow();
  });

  test('when a schema has the hash of its text', () => {
    expect(checkAll('schemas', [[sha256, text]])).not.toThrow();
  });
});

describe('rows from a child are refused', () => {
  test.each<[string, VersionTable, CopyRow[]]>([
    ['of another version', 'actions', [action(version), action(other)]],
    ['of no version', 'triggers', [['id', null, 0, 'a', 'GET', null, '{}']]],
    ['of another version, among definitions', 'definitions', [['id', other, 0, 'A', 'a', sha256, '{}']]],
    ['a schema with the hash of another text', 'schemas', [[sha256, '{}']]],
    ['a schema that is stored, or was not planned', 'schemas', [[hash('sha256', '{}', 'buffer'), '{}']]],
  ])('%s', (_, table, rows) => {
    expect(checkAll(table, rows)).toThrow(ForgedRowsError);
  });

  test.each(['', null])('a schema without text, though its hash was asked for: %j', (empty) => {
    const sha256OfNothing = hash('sha256', '', 'buffer');
    const checkEmpty = createRowCheck(version, [sha256OfNothing.toString('hex')]);
    for (const chunk of chunksOf('schemas', [[sha256OfNothing, empty]]))
      expect(() => checkEmpty(chunk)).toThrow(ForgedRowsError);
  });

  test('when they are cut anywhere, or have other columns', () => {
    const [chunk] = chunksOf('actions', [action(version)]);
    const bytes = chunk?.bytes ?? new Uint8Array();
    for (let length = 1; length < bytes.length; length += 1)
      expect(() => check({ table: 'actions', bytes: bytes.subarray(0, length) }), `${length}`).toThrow(ForgedRowsError);
    expect(() => check({ table: 'triggers', bytes })).toThrow(ForgedRowsError);
  });
});
