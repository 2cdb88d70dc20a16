import { describe, expect, test } from 'vitest';
import { mergeConnectorFacts, toStoredAuthScheme } from '../src/versions/merge-connector-facts.ts';
import { buildModel } from './model-builder.ts';

const basic = { key: 'basic', schemeType: 'basic-auth', description: 'Basic' } as const;
const header = { key: 'k', schemeType: 'api-key', description: '', name: 'X-Key', in: 'header' } as const;
const { connector } = buildModel();

describe('a new version of a connector that exists', () => {
  test('leaves the base URL as it is and says that the document names another', () => {
    const { messages } = mergeConnectorFacts({ baseUrl: 'https://edited.example', authSchemeConfigs: [] }, connector);
    expect(messages.map((message) => message.code)).toContain('BASE_URL_KEPT');
  });

  test('adds the auth schemes that the connector lacks, and none twice', () => {
    const existing = [toStoredAuthScheme(basic)];
    const facts = { ...connector, authSchemes: [{ ...basic, description: 'reworded' }, header] };
    const { authSchemeConfigs, messages } = mergeConnectorFacts(
      { baseUrl: connector.baseUrl, authSchemeConfigs: existing },
      facts,
    );
    expect(authSchemeConfigs.map((scheme) => scheme.schemeType)).toEqual(['basic-auth', 'api-key']);
    expect(authSchemeConfigs[0]).toEqual(existing[0]);
    expect(messages.map((message) => message.code)).toEqual(['AUTH_SCHEME_ADDED']);
  });

  test('adds "none" only where there is no scheme at all', () => {
    const withBasic = { baseUrl: connector.baseUrl, authSchemeConfigs: [toStoredAuthScheme(basic)] };
    expect(mergeConnectorFacts(withBasic, connector).authSchemeConfigs).toHaveLength(1);
    expect(mergeConnectorFacts({ ...withBasic, authSchemeConfigs: [] }, connector).authSchemeConfigs).toHaveLength(1);
  });
});
