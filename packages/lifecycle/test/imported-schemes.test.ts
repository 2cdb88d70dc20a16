import { describe, expect, test } from 'vitest';
import { listEditedSchemes, rememberDeleted, rememberEdited, revertScheme } from '../src/index.ts';
import { mergeConnectorFacts, toStoredAuthScheme } from '../src/versions/merge-connector-facts.ts';
import { createTestIds } from './create-test-id.ts';
import { buildModel } from './model-builder.ts';

const header = { key: 'k', schemeType: 'api-key', description: '', name: 'X-Key', in: 'header' } as const;
const { connector } = buildModel();
const facts = { ...connector, authSchemes: [header] };

describe.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'plain'])(
  'an auth scheme with the id %s',
  (id) => {
    const scheme = toStoredAuthScheme(header, id);

    test('that a user made leaves nothing when it is changed or deleted, and cannot be reverted', () => {
      expect(rememberEdited({}, scheme, id)).toEqual({});
      expect(rememberDeleted({}, scheme)).toEqual({});
      expect(revertScheme({ schemes: [scheme], imported: {} }, id)).toBeUndefined();
    });

    test('that an import wrote is edited, stays deleted, and can be reverted', () => {
      const written = mergeConnectorFacts({ baseUrl: '', authSchemeConfigs: [] }, facts, () => id);
      const edited = rememberEdited(written.importedSchemes, scheme, id);
      expect(listEditedSchemes(edited)).toEqual([[id, { base: scheme }]]);
      const deleted = rememberDeleted(edited, scheme);
      expect(listEditedSchemes(deleted)).toEqual([[id, { base: scheme, deleted: true }]]);
      const existing = { baseUrl: '', authSchemeConfigs: [], importedSchemes: deleted };
      const again = mergeConnectorFacts(existing, facts, createTestIds());
      expect(again.authSchemeConfigs).toEqual([]);
      expect(listEditedSchemes(again.importedSchemes)).toEqual(listEditedSchemes(deleted));
      const reverted = revertScheme({ schemes: [], imported: deleted }, id);
      expect(reverted?.schemes).toEqual([scheme]);
      expect(Object.entries(reverted?.imported ?? {})).toEqual(Object.entries(written.importedSchemes));
    });
  },
);
