import { describe, expect, test } from 'vitest';
import { listEditedSchemes, rememberDeleted, rememberEdited, revertScheme } from '../src/index.ts';
import { mergeConnectorFacts, toStoredAuthScheme } from '../src/versions/merge-connector-facts.ts';
import { OutputTooLargeError } from '../src/versions/body-budget.ts';
import { renderConnector } from '../src/versions/render-connector.ts';
import { createTestIds } from './create-test-id.ts';
import { buildModel } from './model-builder.ts';

const basic = { key: 'basic', schemeType: 'basic-auth', description: 'Basic' } as const;
const header = { key: 'k', schemeType: 'api-key', description: '', name: 'X-Key', in: 'header' } as const;
type Scheme = Omit<typeof header, 'description'> & { readonly description: string };
const { connector } = buildModel();
const createId = createTestIds();

describe('a new version of an existing connector', () => {
  test('keeps the base URL, with a message about another one in the document', () => {
    const { messages } = mergeConnectorFacts(
      { baseUrl: 'https://edited.example', authSchemeConfigs: [] },
      connector,
      createId,
    );
    expect(messages.map((message) => message.code)).toContain('BASE_URL_KEPT');
  });

  test('adds missing auth schemes, and no duplicates', () => {
    const existing = [toStoredAuthScheme(basic, createId())];
    const facts = { ...connector, authSchemes: [{ ...basic, description: 'reworded' }, header] };
    const { authSchemeConfigs, messages } = mergeConnectorFacts(
      { baseUrl: connector.baseUrl, authSchemeConfigs: existing },
      facts,
      createId,
    );
    expect(authSchemeConfigs.map((scheme) => scheme.schemeType)).toEqual(['basic-auth', 'api-key']);
    expect(authSchemeConfigs[0]).toEqual(existing[0]);
    expect(messages.map((message) => message.code)).toEqual(['AUTH_SCHEME_ADDED']);
  });

  test('updates a scheme that an import wrote and nobody edited, and keeps its id', () => {
    const oauth = (tokenUrl: string) =>
      ({
        key: 'oauth',
        schemeType: 'oauth2',
        description: '',
        authorizeUrl: '',
        tokenUrl,
        scopes: [],
        defaultScopes: [],
        grant: { grantType: 'client_credentials' },
      }) as const;
    const merge = (existing: Parameters<typeof mergeConnectorFacts>[0], tokenUrl: string) =>
      mergeConnectorFacts(existing, { ...connector, authSchemes: [oauth(tokenUrl)] }, createId);
    const first = merge({ baseUrl: '', authSchemeConfigs: [] }, 'https://a.example');
    const second = merge({ baseUrl: '', ...first }, 'https://b.example');
    const third = merge({ baseUrl: '', ...second }, 'https://c.example');
    expect(third.authSchemeConfigs).toEqual([{ ...first.authSchemeConfigs[0], tokenUrl: 'https://c.example' }]);
    expect(third.messages.map(({ code }) => code)).toEqual(['BASE_URL_KEPT', 'AUTH_SCHEME_UPDATED']);
    const edited = third.authSchemeConfigs.map((scheme) => ({ ...scheme, tokenUrl: 'https://mine.example' }));
    const unchanged = merge({ baseUrl: '', ...third, authSchemeConfigs: edited }, 'https://c.example');
    expect(unchanged.authSchemeConfigs).toEqual(edited);
    expect(unchanged.messages.map(({ code }) => code)).toEqual(['BASE_URL_KEPT']);
    const { authSchemeConfigs } = merge({ baseUrl: '', ...third, authSchemeConfigs: edited }, 'https://d.example');
    expect(authSchemeConfigs.map(({ tokenUrl }) => tokenUrl)).toEqual(['https://mine.example', 'https://d.example']);
  });

  test('updates a scheme of which the document changed the description alone', () => {
    const merge = (existing: Parameters<typeof mergeConnectorFacts>[0], description: string) =>
      mergeConnectorFacts(existing, { ...connector, authSchemes: [{ ...header, description }] }, createId);
    const first = merge({ baseUrl: '', authSchemeConfigs: [] }, 'One');
    const second = merge({ baseUrl: connector.baseUrl, ...first }, 'Two');
    expect(second.authSchemeConfigs).toEqual([{ ...first.authSchemeConfigs[0], description: 'Two' }]);
    expect(second.messages.map(({ code }) => code)).toEqual(['AUTH_SCHEME_UPDATED']);
    expect(merge({ baseUrl: connector.baseUrl, ...second }, 'Two').messages).toEqual([]);
  });

  test('keeps a deleted scheme deleted until the document lacks it, and reverts it as the document has it', () => {
    const facts = (...authSchemes: Scheme[]) => ({ ...connector, authSchemes });
    const merge = (existing: Parameters<typeof mergeConnectorFacts>[0], ...schemes: Scheme[]) =>
      mergeConnectorFacts(existing, facts(...schemes), createId);
    const first = merge({ baseUrl: '', authSchemeConfigs: [] }, header);
    const [stored] = first.authSchemeConfigs;
    if (stored === undefined) throw new Error('no scheme');
    const deleted = {
      baseUrl: '',
      authSchemeConfigs: [],
      importedSchemes: rememberDeleted(first.importedSchemes, stored),
    };
    const same = merge(deleted, header);
    expect(same.authSchemeConfigs).toEqual([]);
    expect(same.messages.map(({ code }) => code)).toEqual(['BASE_URL_KEPT']);
    const changed = merge({ baseUrl: '', ...same }, { ...header, description: 'Changed' });
    expect(changed.authSchemeConfigs).toEqual([]);
    expect(changed.messages.at(-1)).toMatchObject({ code: 'DELETED_ENTITY_CHANGED', detail: ['auth scheme k'] });
    const reverted = revertScheme({ schemes: [], imported: changed.importedSchemes }, stored.id);
    expect(reverted?.schemes).toEqual([{ ...stored, description: 'Changed' }]);
    const followed = merge(
      { baseUrl: '', authSchemeConfigs: reverted?.schemes ?? [], importedSchemes: reverted?.imported ?? {} },
      header,
    );
    expect(followed.authSchemeConfigs).toEqual([stored]);
    const gone = merge({ baseUrl: '', ...changed });
    expect(gone.importedSchemes).toEqual({});
    expect(merge({ baseUrl: '', ...gone }, header).authSchemeConfigs).toHaveLength(1);
  });

  test('remembers what a user changed, and only of schemes that an import wrote', () => {
    const { authSchemeConfigs, importedSchemes } = mergeConnectorFacts(
      { baseUrl: '', authSchemeConfigs: [] },
      { ...connector, authSchemes: [header] },
      createId,
    );
    const [stored] = authSchemeConfigs;
    if (stored === undefined) throw new Error('no scheme');
    const made = { ...stored, id: 'made' };
    expect(rememberEdited(importedSchemes, made, 'made')).toBe(importedSchemes);
    expect(rememberDeleted(importedSchemes, made)).toBe(importedSchemes);
    const edited = rememberEdited(importedSchemes, stored, stored.id);
    expect(listEditedSchemes(edited)).toEqual([[stored.id, { base: stored }]]);
    const again = rememberEdited(edited, { ...stored, description: 'Mine' }, stored.id);
    expect(listEditedSchemes(again)).toEqual([[stored.id, { base: stored }]]);
    const removed = rememberDeleted(again, { ...stored, description: 'Mine' });
    expect(listEditedSchemes(removed)).toEqual([[stored.id, { base: stored, deleted: true }]]);
    expect(listEditedSchemes(rememberEdited(removed, undefined, stored.id))).toEqual([[stored.id, { base: stored }]]);
    expect(revertScheme({ schemes: [], imported: importedSchemes }, stored.id)).toBeUndefined();
  });

  test('adds "none" only to a connector without schemes', () => {
    const withBasic = { baseUrl: connector.baseUrl, authSchemeConfigs: [toStoredAuthScheme(basic, createId())] };
    expect(mergeConnectorFacts(withBasic, connector, createId).authSchemeConfigs).toHaveLength(1);
    expect(
      mergeConnectorFacts({ ...withBasic, authSchemeConfigs: [] }, connector, createId).authSchemeConfigs,
    ).toHaveLength(1);
  });

  test('recognises schemes whatever the order of their members, in time linear in their number', () => {
    const schemes = Array.from({ length: 5_000 }, (_, at) => ({ ...header, name: `h${at}` }));
    const existing = schemes.map(({ name, ...rest }) => ({ name, ...toStoredAuthScheme({ ...rest, name }, 'i') }));
    const merged = mergeConnectorFacts(
      { baseUrl: '', authSchemeConfigs: existing },
      { ...connector, authSchemes: schemes },
      createId,
    );
    expect(merged.authSchemeConfigs).toHaveLength(schemes.length);
  });
});

describe('a connector', () => {
  const longText = 'x'.repeat(2_000_000);

  test('has no name or address that is longer than the contract allows', () => {
    const facts = { ...connector, name: longText, baseUrl: longText, documentationURL: longText, imageURL: longText };
    expect(renderConnector(facts, createId)).toMatchObject({ baseUrl: '', documentationUrl: null, imageUrl: null });
    expect(renderConnector(facts, createId).name).toHaveLength(500);
    const { messages } = mergeConnectorFacts({ baseUrl: 'https://a.example', authSchemeConfigs: [] }, facts, createId);
    expect(JSON.stringify(messages).length).toBeLessThan(10_000);
  });

  test('has no lists that are larger than a megabyte', () => {
    const facts = { ...connector, authSchemes: [{ ...header, description: longText }] };
    expect(() => renderConnector(facts, createId)).toThrow(OutputTooLargeError);
    expect(() => mergeConnectorFacts({ baseUrl: '', authSchemeConfigs: [] }, facts, createId)).toThrow(
      OutputTooLargeError,
    );
    const variables = { ...connector, connectionVariables: [{ name: 'v', value: longText }] };
    expect(() => renderConnector(variables, createId)).toThrow(OutputTooLargeError);
  });
});
