import { describe, expect, test } from 'vitest';
import { mergeConnectorFacts, toStoredAuthScheme } from '../src/versions/merge-connector-facts.ts';
import { OutputTooLargeError } from '../src/versions/body-budget.ts';
import { renderConnector } from '../src/versions/render-connector.ts';
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
