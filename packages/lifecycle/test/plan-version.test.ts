import type { StoredContent } from '@connectory/diff';
import { describe, expect, test } from 'vitest';
import { contentOfModel, isPlanCurrent, planVersion, type StoredVersion, type VersionStanding } from '../src/index.ts';
import { createTestIds } from './create-test-id.ts';
import { buildModel } from './model-builder.ts';

const options = { maxDiffBytes: 1_000, createId: createTestIds() };
const draft: StoredVersion = { id: 'draft', revision: '7', published: false, edited: false };
const base = { versionId: 'draft', version: '1' };
const empty: StoredContent = { actions: [], triggers: [], definitions: [] };
const nothingStored: VersionStanding = {
  existing: undefined,
  known: undefined,
  base: undefined,
  baseContent: undefined,
};

describe('the plan of a version', () => {
  test('that replaces none has new ids, no diff and no messages', () => {
    const plan = planVersion(nothingStored, buildModel(), options);
    expect(plan).toMatchObject({ existing: undefined, kept: undefined, diff: undefined, messages: [] });
    expect(plan.rows.actions).toHaveLength(2);
  });

  test('that replaces a draft keeps the ids of matching entities, and says which were renamed', () => {
    const listPets = { id: 'kept', name: 'getPets', method: 'GET', operationId: undefined, path: '/pets' };
    const known = { actions: [listPets], triggers: [], definitions: [] };
    const plan = planVersion({ ...nothingStored, existing: draft, known }, buildModel(), options);
    expect(plan.rows.actions.map(({ name, id }) => [name, id === 'kept'])).toEqual([
      ['listPets', true],
      ['addPet', false],
    ]);
    expect(plan.kept?.account.actions).toMatchObject({ methodAndPath: 1, added: 1, removed: 0 });
    expect(plan.messages).toMatchObject([
      { code: 'ACTION_RENAMED', detail: ['getPets became listPets: same method and path'], locations: [] },
    ]);
  });

  test('has the diff against its base', () => {
    const plan = planVersion({ ...nothingStored, existing: draft, base, baseContent: empty }, buildModel(), options);
    expect(plan.diff).toMatchObject({ base, diff: { summary: { actions: { added: 2 }, definitions: { added: 2 } } } });
  });

  test('has an empty diff against the same content', () => {
    const baseContent = contentOfModel(buildModel(), createTestIds());
    const plan = planVersion({ ...nothingStored, existing: draft, base, baseContent }, buildModel(), options);
    expect(plan.diff?.diff.entries).toEqual([]);
  });

  test('has a diff when only extras changed: of the version, or of a body', () => {
    const baseContent = contentOfModel(buildModel(), createTestIds());
    const standing = { ...nothingStored, existing: draft, base, baseContent };
    const extras = '{"info":{"title":"Pets"}}';
    const version = planVersion(standing, buildModel({ extras }), options);
    expect(version.diff?.diff).toMatchObject({
      summary: { annotation: 1 },
      entries: [{ kind: 'version', changes: [{ code: 'EXTRAS_CHANGED', at: '/extras/info' }] }],
    });
    const actions = buildModel().actions.map((action) => ({
      ...action,
      responses: action.responses.map((response) => ({ ...response, openapi: { description: 'Another' } })),
    }));
    const body = planVersion(standing, buildModel({ actions }), options);
    expect(body.diff?.diff.summary.actions.changed).toBeGreaterThan(0);
  });

  test('skips the diff with a message when the content of the base was too large to read', () => {
    const plan = planVersion({ ...nothingStored, existing: draft, base }, buildModel(), options);
    expect(plan.diff).toBeUndefined();
    expect(plan.messages).toMatchObject([{ code: 'DIFF_SKIPPED', severity: 'info' }]);
  });

  test('holds while the version it was planned against is the same', () => {
    const plan = planVersion({ ...nothingStored, existing: draft }, buildModel(), options);
    expect(isPlanCurrent(plan, draft)).toBe(true);
    expect(isPlanCurrent(plan, { ...draft, revision: '8' })).toBe(false);
    expect(isPlanCurrent(plan, undefined)).toBe(false);
    expect(isPlanCurrent(planVersion(nothingStored, buildModel(), options), undefined)).toBe(true);
  });
});
