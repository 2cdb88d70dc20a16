import { buildSpec, importForm } from '@connectory/harness';
import { type Stack, startStack } from '@connectory/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { member, readOperations } from './read-operations.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ name: 'postgres' }, { env: { LOG_LEVEL: 'trace' } });
});
afterAll(() => stack.stop());

/** Marks every secret that a client sends. */
const marker = 'hush-hush-marker';
const schemeId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

const schemeOf = (grant: object, more: object = {}): object => ({
  id: schemeId,
  schemeType: 'oauth2',
  description: 'OAuth',
  authorizeUrl: 'https://pets.example/authorize',
  tokenUrl: 'https://pets.example/token',
  scopes: [],
  defaultScopes: [],
  grant,
  ...more,
});

const client = { clientId: 'pets', clientSecret: marker };
const code = { grantType: 'authorization_code', ...client };

const connectorOf = (scheme: object, more: object = {}): object => ({
  name: 'Pets',
  baseUrl: 'https://pets.example',
  authSchemeConfigs: [scheme],
  ...more,
});

interface Sent {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
  readonly headers: Headers;
}

async function request(path: string, method = 'GET', body?: unknown, headers: object = {}): Promise<Sent> {
  const response = await fetch(new URL(path, stack.baseUrl), {
    method,
    headers: { Authorization: `Bearer ${stack.apiKey}`, 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    redirect: 'manual',
  });
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('Content-Type') ?? '') && text !== '';
  return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined, headers: response.headers };
}

const textOf = (sent: Sent, ...path: readonly string[]): string => String(member(sent.json, ...path));

/** Sends secrets wherever a client can, right and wrong. @returns the connector, and all responses */
async function sendSecrets(
  root: string,
  organisationId: string,
): Promise<{ connectorId: string; sent: readonly Sent[] }> {
  const created = await request(`${root}/protocols/http/connectors`, 'POST', connectorOf(schemeOf(code)));
  const connectorId = textOf(created, 'id');
  const at = `${root}/connectors/${connectorId}`;
  const scheme = `${at}/auth-scheme-configs/${schemeId}`;
  const sent = [
    created,
    await request(scheme, 'PUT', schemeOf({ ...code, grantType: 'password' })),
    await request(scheme, 'PUT', schemeOf({ ...code, grantType: 'client_credentials' })),
    await request(scheme, 'PUT', schemeOf({ ...code, grantType: marker })),
    await request(scheme, 'PUT', schemeOf({ ...code, clientSecret: [marker] }, { id: 7 })),
    await request(scheme, 'PUT', schemeOf(code, { tokenUrl: marker, password: marker, schemeType: marker })),
    await request(scheme, 'PUT', `{"clientSecret":"${marker}"`),
    await request(scheme, 'PUT', schemeOf(code)),
    await request(at, 'PUT', connectorOf(schemeOf(code), { clientSecret: marker, name: '' })),
    await request(at, 'PUT', { id: connectorId, organisationId, protocol: 'http', name: 'P', baseUrl: '', ...client }),
    await request(`${root}/connectors/${schemeId}/auth-scheme-configs/${schemeId}`, 'PUT', schemeOf(code)),
    await request(`${at}/versions`, 'POST', { name: '1', clientSecret: marker }),
    await request(`${at}/versions/1/publish`, 'POST'),
  ];
  return { connectorId, sent };
}

/** Secrets that the service makes, each from the response that shows it. */
async function makeSecrets(root: string): Promise<readonly string[]> {
  const session = '/api/connect/v1/session';
  const cookie = (await request(session, 'POST')).headers.get('Set-Cookie') ?? '';
  const [, sessionToken = ''] = /connectory_session=([^;]+)/.exec(cookie) ?? [];
  const link = new URL(textOf(await request(`${session}/link`, 'POST'), 'url'));
  const linkToken = link.hash.replace('#link=', '');
  // Each is also sent where it is wrong.
  for (const wrong of [sessionToken, linkToken, `${stack.apiKey}x`])
    await request('/api/connect/v1/limits', 'GET', undefined, { Authorization: `Bearer ${wrong}` });
  await request('/api/connect/v1/limits', 'GET', undefined, {
    Authorization: '',
    Cookie: `connectory_session=${linkToken}`,
  });
  const uploadUrl = textOf(await request(`${root}/protocols/http/upload-url`), 'uploadUrl');
  for (const body of ['', '{}', '{}']) await request(uploadUrl, 'PUT', body);
  const [callbackSecret] = [textOf(await request(`${root}/callback-secret`, 'POST'), 'secret')];
  return [sessionToken, linkToken, new URL(uploadUrl).searchParams.get('token') ?? '', callbackSecret, stack.apiKey];
}

/** A link to an import, which is also opened, and sent where it is wrong. @returns its token */
async function makeShare(root: string, importId: string): Promise<string> {
  const url = new URL(textOf(await request(`${root}/imports/${importId}/shares`, 'POST', { days: 1 }), 'url'));
  const token = url.hash.replace('#share=', '');
  const shared = '/api/connect/v1/shared';
  const opened = await request(shared, 'GET', undefined, { Authorization: '', 'Share-Token': token });
  expect([opened.status, opened.text.includes(token)]).toEqual([200, false]);
  await request(shared, 'GET', undefined, { Authorization: '', 'Share-Token': `${token}x` });
  await request('/api/connect/v1/limits', 'GET', undefined, { Authorization: `Bearer ${token}` });
  return token;
}

/** All that the service lets a client read of a connector and an import, as text. */
async function readAll(parameters: { readonly [name: string]: string }): Promise<string> {
  const { json: document } = await request('/openapi.json');
  const texts: string[] = [];
  const makesSecrets = new Set(['GetProtocolUploadURL']);
  const operations = readOperations(document).filter(({ method }) => method === 'GET');
  for (const { operationId, path } of operations.filter((operation) => !makesSecrets.has(operation.operationId))) {
    const filled = path.replaceAll(/\{([^}]+)\}/g, (_whole, name: string) => parameters[name] ?? '1');
    const signal = AbortSignal.timeout(20_000);
    const authorization = `Bearer ${/operator/.test(path) ? stack.operatorApiKey : stack.apiKey}`;
    const response = await fetch(new URL(filled, stack.baseUrl), { headers: { Authorization: authorization }, signal });
    const isStream = /event-stream/.test(response.headers.get('Content-Type') ?? '');
    texts.push(`${operationId} ${response.status} ${isStream ? '' : await response.text()}`);
    if (isStream) await response.body?.cancel();
  }
  expect(texts.filter((text) => / 200 /.test(text)).length).toBeGreaterThan(20);
  return texts.join('\n');
}

it('no response, log line, audit event or row of the database has a secret in clear text', async () => {
  const root = `/api/connect/v1/o/${stack.organisationId}`;
  const { connectorId, sent } = await sendSecrets(root, stack.organisationId);
  expect(sent.map(({ status }) => status)).toEqual([201, 200, 200, 400, 400, 400, 400, 200, 400, 200, 404, 201, 200]);
  const made = await makeSecrets(root);
  const imported = await stack.fetch(`/connector/${connectorId}/http/import`, {
    method: 'POST',
    body: importForm(buildSpec(), { version: '2' }),
    headers: { Prefer: 'wait=30' },
  });
  expect(imported.status).toBe(201);
  const importId = /"id":"([0-9A-Z]{26})"/.exec(await (await stack.fetch('/imports?first=1')).text())?.[1] ?? '';
  const secrets = [...made, await makeShare(root, importId)];
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(20);
  const read = await readAll({
    organisation_id: stack.organisationId,
    connector_id: connectorId,
    version: '1',
    auth_scheme_config_id: schemeId,
    import_id: /"id":"([0-9A-Z]{26})"/.exec(await imported.text())?.[1] ?? schemeId,
    protocol_slug: 'http',
  });
  const logs = [stack.api, ...stack.workers].map((running) => running.output()).join('\n');
  expect(logs).toContain('"level":"debug"');
  const rows = await readRows();
  for (const secret of [marker, ...secrets]) {
    for (const { status, text } of sent) expect(text, String(status)).not.toContain(secret);
    for (const output of [read, logs, rows]) expect(around(output, secret)).toBe('');
  }
});

/** The text around a secret, to find out where it stands. */
function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return at < 0 ? '' : text.slice(Math.max(0, at - 200), at + 100);
}

/** All rows of the tables of this service, as text. */
async function readRows(): Promise<string> {
  const owner = new pg.Client({ connectionString: stack.databaseUrl });
  await owner.connect();
  try {
    const { rows: tables } = await owner.query<{ name: string }>(
      "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await owner.query<{ row: string }>(`select it::text as row from ${name} it`);
      texts.push(`${name}: ${rows.map(({ row }) => row).join('\n')}`);
    }
    return texts.join('\n');
  } finally {
    await owner.end();
  }
}
