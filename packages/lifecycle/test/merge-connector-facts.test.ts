import { describe, expect, test } from 'vitest';
import { mergeConnectorFacts, toStoredAuthScheme } from '../src/versions/merge-connector-facts.ts';
import { createTestIds } from './create-test-id.ts';
import { buildModel } from './model-builder.ts';

const basic = { key: 'basic', schemeType: 'basic-auth', description: 'Basic' } as const;
const header = { key: 'k', schemeType: 'api-key', description: '', name: 'X-Key', in: 'header' } as const;
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

  test('adds "none" only to a connector without schemes', () => {
    const withBasic = { baseUrl: connector.baseUrl, authSchemeConfigs: [toStoredAuthScheme(basic, createId())] };
    expect(mergeConnectorFacts(withBasic, connector, createId).authSchemeConfigs).toHaveLength(1);
    expect(
      mergeConnectorFacts({ ...withBasic, authSchemeConfigs: [] }, connector, createId).authSchemeConfigs,
    ).toHaveLength(1);
  });
});
