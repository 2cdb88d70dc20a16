import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  answerHostileName,
  attackerAddress,
  buildSpec,
  type HostileHost,
  type HostileUrl,
  hostileUrls,
  type NameServer,
  operation,
  startHostileHost,
  startNameServer,
  waitFor,
  importForm,
} from '@connectory/harness';
import { type Stack, startStack } from '@connectory/testing';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

interface View {
  readonly id: string;
  readonly connectorId: string;
  readonly status: string;
  readonly attempts: number;
  readonly document?: { readonly sha256: string };
  readonly timings: { readonly [stage: string]: number };
  readonly error?: { readonly code: string; readonly message: string };
}

const codes: { readonly [Fault in HostileUrl['fault']]: string } = {
  refused: 'schema_url_refused',
  unreachable: 'schema_url_unreachable',
  'timed-out': 'schema_url_timeout',
  'too-large': 'schema_url_too_large',
  'too-many-redirects': 'schema_url_too_many_redirects',
  unreadable: 'schema_url_unreadable',
};

/** Text that would reveal the network of the service to an attacker. */
const telling = /127\.|169\.254|10\.0|::1|ECONN|ENOTFOUND|EHOST|ETIMEDOUT|socket|attacker|rebind|\bat .*\.[jt]s:\d/;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A host of documents, at the allowed address. */
interface SpecHost {
  readonly origin: string;
  routes: { [path: string]: Handler };
  asked: string[];
  close(): void;
}

async function startSpecHost(): Promise<SpecHost> {
  const server: Server = createServer((request, response) => {
    const asked = request.url ?? '';
    host.asked.push(asked);
    (host.routes[asked] ?? ((_request, answer) => answer.writeHead(404).end('nothing')))(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, attackerAddress, resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const host: SpecHost = {
    origin: `http://attacker.test:${port}`,
    routes: {},
    asked: [],
    close: () => void server.close(),
  };
  return host;
}

/** A host of one document over TLS, with a certificate for `attacker.test`. */
async function startTlsHost() {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'attacker.test' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'attacker.test' }] }],
  });
  const server = createTlsServer({ key, cert }, (_request, response) => response.end(JSON.stringify(buildSpec())));
  await new Promise<void>((resolve) => server.listen(0, attackerAddress, resolve));
  const address = server.address();
  return { port: typeof address === 'object' ? address?.port : 0, cert, close: () => void server.close() };
}

const send =
  (body: object | string, headers: { readonly [name: string]: string } = {}): Handler =>
  (_request, response) =>
    response.writeHead(200, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

describe('a schemaURL', { timeout: 240_000 }, () => {
  let stack: Stack;
  let nameServer: NameServer;
  let attacker: HostileHost;
  let inner: HostileHost;
  let host: SpecHost;
  let tls: Awaited<ReturnType<typeof startTlsHost>>;
  let folder: string;

  beforeAll(async () => {
    nameServer = await startNameServer(answerHostileName);
    attacker = await startHostileHost(attackerAddress);
    inner = await startHostileHost('127.0.0.1');
    host = await startSpecHost();
    tls = await startTlsHost();
    folder = await mkdtemp(path.join(tmpdir(), 'connectory-tls-'));
    await writeFile(path.join(folder, 'trusted.pem'), tls.cert);
    stack = await startStack(
      { name: 'postgres' },
      {
        env: {
          OUTBOUND_ALLOW: `${attackerAddress}/32`,
          OUTBOUND_NAME_SERVERS: nameServer.address,
          SCHEMA_URL_TIMEOUT_SECONDS: '6',
          SCHEMA_URL_IDLE_SECONDS: '2',
          SCHEMA_URL_MAX_FILES: '4',
          MAX_UPLOAD_BYTES: '1000000',
          IMPORT_MAX_ATTEMPTS: '2',
          // On a loaded machine, a worker with late heartbeats must not count as dead: that would cost an attempt.
          STALE_AFTER_SECONDS: '60',
          WORKER_CONCURRENCY: '4',
          NODE_EXTRA_CA_CERTS: path.join(folder, 'trusted.pem'),
        },
      },
    );
  });

  afterAll(async () => {
    await stack.stop();
    host.close();
    tls.close();
    await rm(folder, { recursive: true, force: true });
    await attacker.close();
    await inner.close();
    await nameServer.close();
  });

  beforeEach(() => {
    host.routes = {};
    host.asked = [];
  });

  const submit = (schemaURL: string, more: object = {}, connectorId?: string): Promise<Response> =>
    stack.fetch(connectorId === undefined ? '/protocols/http/import' : `/connector/${connectorId}/http/import`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ schemaURL, format: 'openapi', ...more }),
    });
  const accept = async (...given: Parameters<typeof submit>): Promise<View> => {
    const response = await submit(...given);
    const text = await response.text();
    expect(response.status, text).toBe(202);
    return JSON.parse(text) as View;
  };
  const ended = (id: string): Promise<View> =>
    waitFor(
      async () => {
        const view = (await (await stack.fetch(`/imports/${id}`)).json()) as View;
        return ['succeeded', 'failed', 'cancelled'].includes(view.status) && view;
      },
      { timeoutMs: 180_000, describe: `import ${id} ends` },
    );
  const importFrom = async (...given: Parameters<typeof submit>): Promise<View> => ended((await accept(...given)).id);
  const resultOf = async ({ id }: View): Promise<string> => (await stack.fetch(`/imports/${id}/result`)).text();

  /** The error code of a URL, and all text that comes with it. */
  async function tell(url: string): Promise<{ code: string | undefined; text: string }> {
    const response = await submit(url);
    const text = await response.text();
    const answer = JSON.parse(text) as View & { code?: string };
    if (response.status === 400) return { code: answer.code, text };
    expect(response.status, text).toBe(202);
    const view = await ended(answer.id);
    const { error } = view;
    return { code: error?.code, text: JSON.stringify(error) + (await resultOf(view)) };
  }

  test('is fetched, and overlays of the request are applied to its document', async () => {
    host.routes['/overlaid.json'] = send(buildSpec({ title: 'Theirs' }));
    const content = { overlay: '1.1.0', info: { title: 'T', version: '1' } };
    const overlay = [
      { name: 'title.yaml', content: { ...content, actions: [{ target: '$.info', update: { title: 'Ours' } }] } },
      { content: JSON.stringify({ ...content, actions: [{ target: '$.nothing', remove: true }] }) },
    ];
    const view = await importFrom(`${host.origin}/overlaid.json`, { overlay });
    expect(view).toMatchObject({
      status: 'succeeded',
      summary: { overlays: { actions: 2, applied: 1, notNeeded: 0, conflicting: 0, missing: 1 } },
    });
    const result = await resultOf(view);
    expect(JSON.parse(result)).toMatchObject({ connector: { name: 'Ours' } });
    expect(result).toContain('overlay overlay#/actions/0: $.nothing matches nothing');
  });

  test('that is hostile ends in its code within the time limit, without reaching or revealing the network', async () => {
    const urls = hostileUrls({ attacker: attacker.port, inner: inner.port });
    const told: (HostileUrl & { code: string | undefined; text: string })[] = [];
    const waiting = urls.values();
    const tellNext = async (): Promise<void> => {
      for (const hostile of waiting) told.push({ ...hostile, ...(await tell(hostile.url)) });
    };
    await Promise.all(Array.from({ length: 8 }, tellNext));
    expect(told.length).toBeGreaterThan(120);
    expect(told.filter(({ fault, code }) => code !== codes[fault])).toEqual([]);
    expect(told.filter(({ text }) => telling.test(text)).map(({ text }) => text)).toEqual([]);
    expect(inner.connections()).toBe(0);
    expect(nameServer.countQueries('rebind.test')).toBe(2);
  });

  test('is fetched through redirects, decoded, imported, and stored unchanged', async () => {
    const text = JSON.stringify({ ...buildSpec({ title: 'Fetched' }), servers: [{ url: '/v2' }] });
    host.routes = {
      '/moved': (_request, response) => response.writeHead(302, { Location: '/specs/openapi.json' }).end(),
      '/specs/openapi.json': (_request, response) =>
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }).end(gzipSync(text)),
    };
    const view = await importFrom(`${host.origin}/moved`);
    expect(view).toMatchObject({
      status: 'succeeded',
      schemaURL: `${host.origin}/moved`,
      document: { filename: 'moved', mediaType: 'application/json', bytes: text.length },
      timings: { fetching: expect.any(Number) },
    });
    expect(JSON.parse(await resultOf(view))).toMatchObject({
      connector: { name: 'Fetched', baseUrl: `${host.origin}/v2` },
    });
    const document = await stack.fetch(`/imports/${view.id}/document`);
    expect([document.status, await document.text()]).toEqual([200, text]);
  });

  test('of https is fetched only with a trusted certificate for its host', async () => {
    expect(await importFrom(`https://attacker.test:${tls.port}/`)).toMatchObject({ status: 'succeeded' });
    // The same host under a name that is not in the certificate.
    const { error } = await importFrom(`https://${attackerAddress}:${tls.port}/`);
    expect(error).toMatchObject({ code: 'schema_url_unreachable' });
  });

  test('that is imported again is requested conditionally, and transferred only if it changed', async () => {
    let served = buildSpec({ title: 'Known' });
    let etag = '"one"';
    const answers: number[] = [];
    host.routes['/known.json'] = (request, response) => {
      const status = request.headers['if-none-match'] === etag ? 304 : 200;
      answers.push(status);
      response.writeHead(status, { ETag: etag }).end(status === 200 ? JSON.stringify(served) : undefined);
    };
    const url = `${host.origin}/known.json`;
    const first = await importFrom(url, { version: '1' });
    const second = await importFrom(url, { version: '2' }, first.connectorId);
    expect(second).toMatchObject({ status: 'succeeded', document: { sha256: first.document?.sha256 } });
    etag = '"two"';
    served = buildSpec({ title: 'Known', version: '2.0.0' });
    const third = await importFrom(url, { version: '3' }, first.connectorId);
    expect(third.status).toBe('succeeded');
    expect(third.document?.sha256).not.toBe(first.document?.sha256);
    // Another connector has no stored validators.
    expect((await importFrom(url)).status).toBe('succeeded');
    expect(answers).toEqual([200, 304, 200, 200]);
  });

  test('is fetched with the referenced files of its origin, and without a request to other hosts', async () => {
    const other = await startSpecHost();
    host.routes = {
      '/v1/api.json': send(
        buildSpec({
          title: 'Several',
          paths: {
            '/pets': { get: operation({ operationId: 'listPets' }) },
            '/owners': { $ref: './paths/owners.json' },
            '/lost': { $ref: 'paths/lost.json' },
            '/elsewhere': { $ref: `${other.origin}/elsewhere.json` },
          },
        }),
        { ETag: '"root"' },
      ),
      '/v1/paths/owners.json': send({
        get: operation({
          operationId: 'listOwners',
          responses: {
            200: {
              description: 'OK',
              content: { 'application/json': { schema: { $ref: '../../common.yaml#/Owner' } } },
            },
          },
        }),
      }),
      '/common.yaml': send('Owner: {type: object, properties: {name: {type: string}}}'),
      '/v1/paths/lost.json': (_request, response) =>
        response.writeHead(302, { Location: `${other.origin}/elsewhere.json` }).end(),
    };
    const view = await importFrom(`${host.origin}/v1/api.json`);
    const result = await resultOf(view);
    expect(JSON.parse(result)).toMatchObject({ actions: [{ name: 'listPets' }, { name: 'listOwners' }] });
    expect(result).toContain('elsewhere.json');
    expect(other.asked).toEqual([]);
    expect(host.asked.sort()).toEqual(['/common.yaml', '/v1/api.json', '/v1/paths/lost.json', '/v1/paths/owners.json']);
    other.close();

    // The stored archive is complete: uploaded, it gives the same result without the host.
    host.routes = {};
    const form = importForm(await (await stack.fetch(`/imports/${view.id}/document`)).blob(), {}, 'api.json.tar');
    const uploaded = (await (
      await stack.fetch('/protocols/http/import', { method: 'POST', body: form })
    ).json()) as View;
    expect(await ended(uploaded.id)).toMatchObject({ status: 'succeeded', document: view.document });
  });

  test('with more files than allowed fails and names the limit', async () => {
    const names = [1, 2, 3, 4].map((number) => `/part${number}.json`);
    const paths = Object.fromEntries(names.map((name) => [name, { $ref: `.${name}` }]));
    host.routes = Object.fromEntries(names.map((name) => [name, send({ get: operation() })]));
    host.routes['/api.json'] = send(buildSpec({ paths }));
    const { error } = await importFrom(`${host.origin}/api.json`);
    expect(error).toMatchObject({ code: 'schema_url_too_many_files', message: expect.stringContaining('4 files') });
  });

  test('whose host fails temporarily is retried', async () => {
    host.routes['/later.json'] = (_request, response) => {
      response.writeHead(503).end();
      host.routes['/later.json'] = send(buildSpec());
    };
    expect(await importFrom(`${host.origin}/later.json`)).toMatchObject({ status: 'succeeded', attempts: 2 });
  });

  test('without a document fails with the status, and a retry fetches it again', async () => {
    const failed = await importFrom(`${host.origin}/forgotten.json`);
    expect(failed).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'schema_url_status' } });
    expect(failed).not.toHaveProperty('document');
    host.routes['/forgotten.json'] = send(buildSpec());
    expect((await stack.fetch(`/imports/${failed.id}/retry`, { method: 'POST' })).status).toBe(202);
    expect(await ended(failed.id)).toMatchObject({ status: 'succeeded' });
  });
});
