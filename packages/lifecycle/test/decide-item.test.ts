import { describe, expect, test } from 'vitest';
import { decideItem, decideOutcome, type ImportDiffSummary, type PendingItem } from '../src/index.ts';

const item: PendingItem = {
  position: 0,
  organisationId: 'o',
  connectorId: 'c',
  versionId: 'v',
  version: '1',
  targetVersion: '1',
  exists: true,
  published: false,
  edited: false,
  documentSha256: new Uint8Array(32),
  importSource: '{}',
  sameImporter: false,
  madeAlready: false,
  nameTaken: false,
};
const replacing = { target: 'replace_drafts', refetch: false, edits: 'keep' } as const;
const creating = { target: 'new_version', refetch: false, edits: 'keep' } as const;
const fromUrl = { importSource: '{"options":{"schemaURL":"https://a.example/api.json"}}' };

describe('a pending item', () => {
  test('is imported when its version can change', () => {
    expect(decideItem(item, replacing)).toBe('import');
    expect(decideItem(item, creating)).toBe('import');
  });

  test.each<[string, Partial<PendingItem>, typeof replacing | typeof creating]>([
    ['version_not_found', { exists: false }, replacing],
    ['document_missing', { documentSha256: null }, replacing],
    ['version_published', { published: true }, replacing],
    ['version_exists', { nameTaken: true }, creating],
    ['version_name_too_long', { targetVersion: 'x'.repeat(201) }, creating],
  ])('is skipped with %s', (code, state, run) => {
    expect(decideItem({ ...item, ...state }, run)).toMatchObject({ outcome: 'skipped', error: { code } });
  });

  test('is unchanged when this importer has already made the version', () => {
    expect(decideItem({ ...item, sameImporter: true, published: true }, replacing)).toEqual({ outcome: 'unchanged' });
    expect(decideItem({ ...item, madeAlready: true, nameTaken: true }, creating)).toEqual({ outcome: 'unchanged' });
  });

  test('is imported when its edits are to be dropped', () => {
    const edited = { ...item, sameImporter: true, edited: true };
    expect(decideItem(edited, replacing)).toEqual({ outcome: 'unchanged' });
    expect(decideItem(edited, { ...replacing, edits: 'discard' })).toBe('import');
  });

  test('is imported when its document is fetched again, because its content is unknown', () => {
    const known = { ...item, ...fromUrl, sameImporter: true, madeAlready: true };
    expect(decideItem(known, { ...replacing, refetch: true })).toBe('import');
    expect(decideItem(known, { ...creating, refetch: true })).toBe('import');
  });
});

describe('an item whose import has ended', () => {
  const ended = { position: 3, status: 'succeeded', summary: '{}', error: null } as const;
  const none = { added: 0, removed: 0, changed: 0 };
  const noChanges: ImportDiffSummary = {
    against: '1',
    breaking: 0,
    nonBreaking: 0,
    annotation: 0,
    actions: none,
    triggers: none,
    definitions: none,
  };
  const summaryOf = (diff: ImportDiffSummary) => JSON.stringify({ diff });

  test('is replaced or created, by the target of the run', () => {
    expect(decideOutcome(ended, { ...replacing, dryRun: false })).toEqual({
      position: 3,
      outcome: 'replaced',
      diff: null,
    });
    expect(decideOutcome(ended, { ...creating, dryRun: false })).toMatchObject({ outcome: 'created' });
  });

  test('is merged when edits by hand were kept', () => {
    const outcomeOf = (edits: object) =>
      decideOutcome({ ...ended, summary: JSON.stringify({ edits }) }, { ...replacing, dryRun: false }).outcome;
    expect(outcomeOf({ kept: 0, merged: 0, conflicts: 1, dropped: 0 })).toBe('merged');
    expect(outcomeOf({ kept: 0, merged: 0, conflicts: 0, dropped: 2 })).toBe('replaced');
  });

  test('is unchanged when the import says so', () => {
    const summary = JSON.stringify({ unchanged: true, diff: noChanges });
    expect(decideOutcome({ ...ended, summary }, { ...replacing, dryRun: false })).toMatchObject({
      outcome: 'unchanged',
    });
  });

  test('of a dry run would change, unless its diff is empty', () => {
    const run = { ...replacing, dryRun: true };
    const outcomeOf = (summary: string) => decideOutcome({ ...ended, summary }, run).outcome;
    expect(outcomeOf(summaryOf(noChanges))).toBe('unchanged');
    expect(outcomeOf(summaryOf({ ...noChanges, annotation: 1 }))).toBe('would_change');
    expect(outcomeOf(summaryOf({ ...noChanges, actions: { ...none, removed: 1 } }))).toBe('would_change');
    // Without a diff, the versions were too large to compare.
    expect(outcomeOf('{}')).toBe('would_change');
  });

  test('takes over the error of a failed import', () => {
    const error = { code: 'x', message: 'y' };
    const failed = { ...ended, status: 'failed', summary: null, error: JSON.stringify(error) } as const;
    expect(decideOutcome(failed, { ...replacing, dryRun: false })).toEqual({ position: 3, outcome: 'failed', error });
  });

  test('is cancelled with its import, and pending again when the import was removed', () => {
    const run = { ...replacing, dryRun: false };
    expect(decideOutcome({ ...ended, status: 'cancelled' }, run)).toMatchObject({ outcome: 'cancelled' });
    expect(decideOutcome({ ...ended, status: null }, run)).toMatchObject({ outcome: 'pending' });
  });
});
