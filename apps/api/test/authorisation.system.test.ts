import { sharedPath } from '@connectory/contract';
import { createApiKey, createId } from '@connectory/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createResponseCheck } from './documented-responses.ts';
import { filePart, metadataField, multipartBody, multipartType } from './multipart.ts';
import { petsModel } from './pets-model.ts';
import { member, readOperations, sampleOf, type WalkedOperation } from './read-operations.ts';
import { startIssuer } from './start-issuer.ts';
import { readResponse, startTestApi } from './start-test-api.ts';

/*
 * A walk over every operation of the document that the service serves: one that is added is walked as well. When its path has a
 * parameter that is not known here, the walk fails until `theirs` has a value for it that is really there.
 */

const issuer = await startIssuer();
const api = await startTestApi({
  ...issuer.settings,
  RATE_LIMIT_FAILURES_PER_MINUTE: '0',
  RATE_LIMIT_ANONYMOUS_PER_MINUTE: '0',
  RATE_LIMIT_READS_PER_MINUTE: '0',
  RATE_LIMIT_WRITES_PER_MINUTE: '0',
});
const document: unknown = await (await fetch(`${api.baseUrl}/openapi.json`)).json();
const operations = readOperations(document);
const closed = operations.filter(({ role }) => role !== 'public');
const ofOrganisations = closed.filter(({ parameters }) => parameters.includes('organisation_id'));
const check = createResponseCheck();

/** Another organisation with its resources and its own key. */
const other = await api.createOrganisation();
const theirs = await fillOrganisation();
const mine = { ...theirs, organisation_id: api.organisationId };

beforeAll(() => expect(operations.length).toBeGreaterThan(25));
afterAll(async () => {
  await api.close();
  await issuer.close();
});

async function fillOrganisation(): Promise<{ readonly [parameter: string]: string }> {
  const parts = [filePart('{}'), metadataField({ format: 'openapi', version: '1.0.0' })];
  const options = { organisationId: other.id, key: other.key };
  const { json } = await api.upload('ImportHTTPConnector', parts, options);
  const import_id = String(member(json, 'id'));
  await api.succeed(import_id);
  const model = petsModel();
  const { id: key_id } = await api.createKey(other.id, 'read');
  return {
    organisation_id: other.id,
    connector_id: String(member(json, 'connectorId')),
    import_id,
    key_id,
    // For operators only: other callers are rejected before the lookup.
    reimport_id: createId(),
    version: '1.0.0',
    action_name: model.actions[0]?.name ?? '',
    trigger_name: model.triggers[0]?.name ?? '',
    definition_name: model.definitions[0]?.name ?? '',
    protocol_slug: 'http',
    connection_id: createId(),
    upload_id: createId(),
    auth_scheme_config_id: createId(),
    overlay_name: 'none',
    edit_id: createId(),
    share_id: createId(),
    schema_filename: `${model.definitions[0]?.name ?? ''}.json`,
  };
}

type Values = { readonly [parameter: string]: string };

async function call(operation: WalkedOperation, values: Values, authorization: string | undefined, method?: string) {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Give "theirs" a value for {${name}} of ${operation.path}.`);
    return encodeURIComponent(value);
  });
  const { body, type } = bodyOf(operation, values);
  // A search needs words, and without them is refused before anything is looked up.
  const query = operation.path.endsWith('/search') ? '?q=pet' : '';
  const response = await fetch(api.baseUrl + path + query, {
    method: method ?? operation.method,
    headers: {
      ...(authorization === undefined ? {} : { Authorization: authorization }),
      ...(type === undefined ? {} : { 'Content-Type': type }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const answer = await readResponse(response);
  if (method === undefined)
    expect(check(operation.method, operation.path, answer), answer.bytes.toString()).toEqual([]);
  return answer;
}

/** Ids of the resources in the path. */
function idsIn({ parameters }: WalkedOperation): readonly string[] {
  return parameters.filter((name) => name.endsWith('_id') && name !== 'organisation_id');
}

/** A request that is valid except for its caller. */
function bodyOf(operation: WalkedOperation, values: Values): { body?: string | Buffer; type?: string } {
  if (operation.isUpload) {
    const metadata = metadataField({ format: 'openapi', version: '9.9.9' });
    return { body: multipartBody([filePart('{}'), metadata]), type: multipartType };
  }
  if (operation.jsonBody === undefined) return {};
  // Ids in a body equal those in the path.
  const ids = { organisationId: values['organisation_id'], id: values[idsIn(operation).at(-1) ?? ''] };
  const sample: object = Object(sampleOf(document, operation.jsonBody));
  const repeated = Object.entries(ids).filter(([name]) => Object.hasOwn(sample, name));
  return { body: JSON.stringify({ ...sample, ...Object.fromEntries(repeated) }), type: 'application/json' };
}

const bearer = (token: string): string => `Bearer ${token}`;

async function keyOf(role: 'read' | 'import' | 'operator', expiresAt?: Date): Promise<string> {
  const organisationId = role === 'operator' ? null : api.organisationId;
  const key = { organisationId, name: 'walk', role, ...(expiresAt === undefined ? {} : { expiresAt }) };
  return (await createApiKey(api.database, key)).token;
}

async function revokedKey(): Promise<string> {
  const { token, id } = await api.createKey(null, 'operator');
  await api.database.pool.query('update api_keys set revoked_at = now() where id = $1', [id]);
  return token;
}

const tokenOf = (claims: object) =>
  issuer.issue({ organisation_id: api.organisationId, roles: ['operator'], ...claims });
const past = Math.floor(Date.now() / 1000) - 3_600;

/** Callers that are invalid for exactly one reason. */
const unauthenticated: readonly (readonly [string, string | undefined])[] = [
  ['no key', undefined],
  ['an empty key', 'Bearer '],
  ['a wrong key', bearer('cty_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')],
  ['something that is no key', bearer('admin')],
  ['an expired key', bearer(await keyOf('operator', new Date(Date.now() - 1_000)))],
  ['a revoked key', bearer(await revokedKey())],
  ['a good key in another scheme', `Token ${await keyOf('operator')}`],
  ['a good key as a password', `Basic ${Buffer.from(`x:${await keyOf('operator')}`).toString('base64')}`],
  ['an expired token', bearer(await tokenOf({ exp: past }))],
  ['a token that is not valid yet', bearer(await tokenOf({ nbf: past + 7_200 }))],
  ['a token of another issuer', bearer(await tokenOf({ iss: 'https://other.example' }))],
  ['a token for another audience', bearer(await tokenOf({ aud: 'other' }))],
  ['a token with a wrong signature', bearer(await issuer.forge({ roles: ['operator'] }))],
  ['a token that is not signed', bearer(await unsigned())],
  ['a token of no organisation', bearer(await tokenOf({ organisation_id: undefined, roles: ['import'] }))],
];

async function unsigned(): Promise<string> {
  const header = Buffer.from('{"alg":"none"}').toString('base64url');
  return `${header}.${(await tokenOf({})).split('.')[1] ?? ''}.`;
}

/** Callers with a lower role, by required role. */
const weakerRoles: { readonly [role: string]: readonly (readonly [string, string])[] } = {
  read: [['a token without a role', bearer(await tokenOf({ roles: [] }))]],
  import: [
    ['a token without a role', bearer(await tokenOf({ roles: ['admin'] }))],
    ['a key that may read', bearer(await keyOf('read'))],
    ['a token that may read', bearer(await tokenOf({ roles: ['read'] }))],
  ],
  operator: [
    ['a key that may read', bearer(await keyOf('read'))],
    ['a key that may import', bearer(await keyOf('import'))],
    ['a token that may import', bearer(await tokenOf({ roles: ['read', 'import'] }))],
  ],
};

/** All rights, but in this organisation only. */
const otherKeys: readonly (readonly [string, string])[] = [
  ['a key', bearer(await keyOf('import'))],
  ['a token', bearer(await tokenOf({ roles: ['import'] }))],
];

describe.each(closed)('$method $path', (operation) => {
  it.each(unauthenticated)('rejects %s', async (_caller, authorization) => {
    const answer = await call(operation, mine, authorization);
    expect({ status: answer.status, json: answer.json }).toMatchObject({
      status: 401,
      json: { code: 'unauthenticated' },
    });
    const wasSent = /^Bearer ./.test(authorization ?? '');
    const expected = `Bearer realm="connectory"${wasSent ? ', error="invalid_token"' : ''}`;
    expect(answer.headers.get('WWW-Authenticate')).toBe(expected);
  });

  it.each(weakerRoles[operation.role] ?? [])('rejects %s', async (_caller, authorization) => {
    const answer = await call(operation, mine, authorization);
    expect({ status: answer.status, json: answer.json }).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    const expected = `Bearer realm="connectory", error="insufficient_scope", scope="${operation.role}"`;
    expect(answer.headers.get('WWW-Authenticate')).toBe(expected);
  });
});

describe.each(closed.filter(({ method }) => method === 'GET'))('HEAD $path', (operation) => {
  it('rejects requests without a key', async () => {
    expect((await call(operation, mine, undefined, 'HEAD')).status).toBe(401);
  });
});

/** A response without its variable parts: ids from the request, and values that differ in every response. */
function comparable({ status, headers, bytes }: Awaited<ReturnType<typeof call>>, values: Values) {
  const kept = [...headers].filter(([name]) => !['date', 'x-request-id', 'etag'].includes(name));
  const named = Object.entries(values).filter(([, value]) => value.length === 26);
  const body = named.reduce((text, [name, value]) => text.replaceAll(value, `{${name}}`), bytes.toString());
  return { status, headers: kept, body };
}

function absent(values: Values, names: readonly string[]): Values {
  return { ...values, ...Object.fromEntries(names.map((name) => [name, createId()])) };
}

describe.each(ofOrganisations)('$method $path', (operation) => {
  it.each(otherKeys)('reports another organisation as missing to %s', async (_caller, authorization) => {
    const [there, notThere] = [theirs, absent(theirs, ['organisation_id'])];
    const answer = await call(operation, there, authorization);
    expect(answer.status).toBe(404);
    expect(comparable(answer, there)).toEqual(comparable(await call(operation, notThere, authorization), notThere));
  });
});

describe.each(ofOrganisations)('$method $path', (operation) => {
  it.each([['read'], ['import'], ['operator']])(
    'reports an organisation that does not exist as missing to its own token with the role %s',
    async (role) => {
      const nowhere = createId();
      const token = await tokenOf({ organisation_id: nowhere, roles: [role] });
      const answer = await call(operation, { ...mine, organisation_id: nowhere }, bearer(token));
      const expected = { status: 404, json: { code: 'organisation_not_found' } };
      expect({ status: answer.status, json: answer.json }).toMatchObject(expected);
    },
  );
});

describe.each(ofOrganisations.filter((operation) => idsIn(operation).length > 0 && operation.role !== 'operator'))(
  '$method $path',
  (operation) => {
    it.each(otherKeys)('reports resources of another organisation as missing to %s', async (_caller, key) => {
      const notThere = absent(mine, idsIn(operation));
      const answer = await call(operation, mine, key);
      expect(answer.status, answer.bytes.toString()).toBe(404);
      expect(comparable(answer, mine)).toEqual(comparable(await call(operation, notThere, key), notThere));
    });
  },
);

// Checks that the ids of the tests above exist. With wrong ids, those tests would pass without an authorisation.
describe.each(ofOrganisations.filter(({ method, role }) => method === 'GET' && role !== 'operator'))(
  '$method $path',
  (operation) => {
    it('responds differently for existing resources to the owner and an operator', async () => {
      const ids = operation.parameters.filter((name) => name.endsWith('_id'));
      const notThere = absent(theirs, ids.length > 1 ? ids.filter((name) => name !== 'organisation_id') : ids);
      for (const token of [other.key, await keyOf('operator')]) {
        const answer = await call(operation, theirs, bearer(token));
        expect(comparable(answer, theirs)).not.toEqual(
          comparable(await call(operation, notThere, bearer(token)), notThere),
        );
        expect([200, 404, 501]).toContain(answer.status);
      }
    });
  },
);

describe('the authorisation middleware', () => {
  it.each([
    ['in capitals', (path: string) => path.toUpperCase().replace(api.organisationId.toUpperCase(), api.organisationId)],
    ['with a slash at its end', (path: string) => `${path}/`],
    ['with a slash twice', (path: string) => path.replace('/o/', '//o/')],
    ['with an encoded slash', (path: string) => path.replace('/o/', '%2Fo/')],
    ['with a dot', (path: string) => path.replace('/o/', '/./o/')],
    ['with encoded letters', (path: string) => path.replace('imports', '%69mports')],
    ['with a parameter', (path: string) => `${path}?access_token=x`],
  ])('decides the same for a path %s', async (_how, change) => {
    const response = await fetch(api.baseUrl + change(`/api/connect/v1/o/${api.organisationId}/imports`));
    expect([401, 404]).toContain(response.status);
  });

  it('passes only public operations without a key', async () => {
    for (const operation of operations.filter(({ role }) => role === 'public')) {
      // The secret in an upload URL is its credential, and the token of a link.
      const needsSecret = operation.operationId === 'UploadDocument' || operation.path.startsWith(sharedPath);
      const expected = needsSecret ? 404 : 200;
      expect((await call(operation, mine, undefined)).status, operation.path).toBe(expected);
    }
    const open = operations.filter(({ role }) => role === 'public').map(({ operationId }) => operationId);
    expect(open.toSorted()).toEqual([
      'GetHealth',
      'GetOpenApiDocument',
      'GetReadiness',
      'GetSharedDiff',
      'GetSharedExcerpt',
      'GetSharedImport',
      'GetSignInWays',
      'ListSharedEdits',
      'ListSharedMessageGroups',
      'ListSharedMessages',
      'UploadDocument',
    ]);
  });

  it('blocked all requests: the other organisation is unchanged', async () => {
    const key = other.key;
    const { json } = await api.call('ListConnectors', { key, organisationId: other.id });
    expect(json).toMatchObject({ totalCount: 1, connectors: [{ name: 'Pets', versions: [{ name: '1.0.0' }] }] });
    const imports = await api.call('ListImports', { key, organisationId: other.id });
    expect(imports.json).toMatchObject({ totalCount: 1, imports: [{ status: 'succeeded' }] });
    expect((await api.call('ListImports')).json).toMatchObject({ totalCount: 0 });
    const { rows } = await api.database.pool.query('select count(*)::int as count from organisations');
    expect(rows).toEqual([{ count: 2 }]);
  });
});
