import { createDatabase, withinScope } from '@connectory/database';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSpec, operation } from '@connectory/harness';
import { type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileRunner } from '../src/children/file-runner.ts';
import { diffChild } from '../src/diff/diff-routes.ts';
import { createLogger } from '@connectory/runtime';
import { filePart, metadataField, multipartBody, multipartType } from './multipart.ts';
import { createCaller, type TestApi } from './start-test-api.ts';

const petsOf = (schema: object, paths: object = {}) =>
  buildSpec({
    paths: {
      '/pets': {
        get: operation({
          operationId: 'listPets',
          responses: {
            200: {
              description: 'Pets',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
            },
          },
        }),
      },
      ...paths,
    },
    schemas: { Pet: schema },
  });

const documents = {
  1: petsOf({ type: 'object', properties: { name: { type: 'string' } } }),
  2: petsOf(
    { type: 'object', properties: { id: { type: 'string' } } },
    { '/tags': { get: operation({ operationId: 'listTags' }) } },
  ),
};

describe('the diff between two versions', () => {
  let stack: Stack;
  let call: TestApi['call'];
  let connectorId: string;

  beforeAll(async () => {
    stack = await startStack({ name: 'postgres' });
    call = createCaller(stack.baseUrl, { id: stack.organisationId, key: stack.apiKey });
    const first = await upload(documents[1], 'ImportHTTPConnector', { version: '1' });
    connectorId = String(Object(first.json).connector.id);
    await upload(documents[2], 'ImportHTTPConnectorVersion', { version: '2' }, { connector_id: connectorId });
    await call('PublishConnector', { parameters: { connector_id: connectorId, version: '1' } });
  });
  afterAll(() => stack.stop());

  const upload = (document: object, operationId: string, metadata: object, parameters = {}) =>
    call(operationId, {
      body: multipartBody([metadataField({ format: 'openapi', ...metadata }), filePart(JSON.stringify(document))]),
      headers: { 'Content-Type': multipartType, Prefer: 'wait=50' },
      parameters,
    });

  const diff = (version: string, query: { readonly [name: string]: string } = {}, headers = {}) =>
    call('GetConnectorVersionDiff', { parameters: { connector_id: connectorId, version }, query, headers });

  it('lists added, removed and changed entities, each change with its class and the operations that it touches', async () => {
    const { status, json } = await diff('2', { from: '1' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      from: { version: '1' },
      to: { version: '2' },
      summary: { breaking: 1, actions: { added: 1, removed: 0, changed: 0 } },
      entries: expect.arrayContaining([
        expect.objectContaining({ kind: 'action', change: 'added', name: 'listTags', class: 'non-breaking' }),
        {
          kind: 'definition',
          change: 'changed',
          name: 'Pet',
          matchedBy: 'name',
          class: 'breaking',
          changes: expect.arrayContaining([
            { code: 'PROPERTY_REMOVED', class: 'breaking', at: '/properties/name' },
            { code: 'OPTIONAL_PROPERTY_ADDED', class: 'non-breaking', at: '/properties/id' },
          ]),
          sides: ['received'],
          touches: { actions: ['listPets'], triggers: [], complete: true },
        },
      ]),
    });
  });

  it('compares with the latest version by default, and is empty from a version to itself', async () => {
    expect((await diff('2')).json).toMatchObject({ from: { version: '1' }, to: { version: '2' } });
    expect((await diff('latest')).json).toMatchObject({ to: { version: '1' }, entries: [], summary: { breaking: 0 } });
  });

  it('shows the changes of a requested class only, and counts all', async () => {
    const { json } = await diff('2', { class: 'breaking' });
    expect(json).toMatchObject({ summary: { actions: { added: 1 } }, entries: [{ name: 'Pet' }] });
    expect((await diff('2', { class: 'bad' })).status).toBe(400);
  });

  it('is 304 when the ETag of the client is current', async () => {
    const { headers } = await diff('2');
    const again = await diff('2', {}, { 'If-None-Match': headers.get('ETag') ?? '' });
    expect(again.status).toBe(304);
  });

  it('lists changed extras of bodies and of the version, and so does a dry run', async () => {
    const [listPets, info] = [Object(documents[2]).paths['/pets'].get, Object(documents[2]).info];
    const responses = { 200: { ...listPets.responses[200], headers: { 'X-Total': { schema: { type: 'integer' } } } } };
    const other = {
      ...documents[2],
      info: { ...info, contact: { name: 'Zoo' } },
      paths: { ...Object(documents[2]).paths, '/pets': { get: { ...listPets, responses } } },
    };
    const metadata = { version: '2', ifExists: 'replace', dryRun: true };
    const dryRun = await upload(other, 'ImportHTTPConnectorVersion', metadata, { connector_id: connectorId });
    const importId = String(Object(dryRun.json).import.id);
    const { json } = await call('GetImportDiff', { parameters: { import_id: importId } });
    const change = { code: 'EXTRAS_CHANGED', class: 'annotation' };
    expect(json).toMatchObject({
      summary: { breaking: 0, nonBreaking: 0, annotation: 2 },
      entries: [
        { kind: 'action', name: 'listPets', changes: [{ ...change, at: '/responses/200/openapi/headers' }] },
        { kind: 'version', name: 'extras', class: 'annotation', changes: [{ ...change, at: '/extras/info/contact' }] },
      ],
    });
    await upload(other, 'ImportHTTPConnectorVersion', { version: '3' }, { connector_id: connectorId });
    expect((await diff('3', { from: '2' })).json).toMatchObject({ entries: Object(json).entries });
  });

  it('is 404 when one of the versions does not exist', async () => {
    expect((await diff('2', { from: '9' })).json).toMatchObject({ code: 'version_not_found' });
    expect((await diff('9', { from: '1' })).json).toMatchObject({ code: 'version_not_found' });
  });

  it('is refused when it is too large or exceeds its time limit, or when a version was deleted', async () => {
    const logger = createLogger({ service: 'test', level: 'silent' });
    const { json } = await call('ListConnectorVersions', { parameters: { connector_id: connectorId } });
    const [two, one] = Object(json).items.map(({ id, name }: { id: string; name: string }) => ({
      versionId: id,
      version: name,
    }));
    const folder = await mkdtemp(path.join(tmpdir(), 'diffs-'));
    const databaseUrl = stack.env['DATABASE_URL'] ?? '';
    // As in the API, a database reads the scope of the work: only then is it kept.
    await createDatabase({ url: databaseUrl, poolSize: 1, scope: 'of-work', onError: () => undefined }).close();
    const base = { databaseUrl, size: 1, heapMb: 256, maxOutputBytes: 1e6, folder, logger };
    const never = new AbortController().signal;
    const patient = createFileRunner({ ...base, timeoutMs: 60_000 });
    const hasty = createFileRunner({ ...base, timeoutMs: 1 });
    const brief = createFileRunner({ ...base, timeoutMs: 60_000, maxOutputBytes: 10 });
    const task = { from: one, to: two, maxBytes: 1_000_000 };
    const read = async (runner: typeof patient, wanted: object, signal = never): Promise<unknown> => {
      const pieces: Buffer[] = [];
      const use = async (sent: AsyncIterable<Buffer>): Promise<void> => {
        for await (const piece of sent) pieces.push(piece);
      };
      await withinScope(stack.organisationId, () => runner.run(diffChild, wanted, signal, use));
      return JSON.parse(Buffer.concat(pieces).toString());
    };
    await expect(read(patient, { ...task, maxBytes: 10 })).rejects.toMatchObject({ code: 'diff_too_large' });
    await expect(read(hasty, task)).rejects.toMatchObject({ code: 'diff_too_large' });
    await expect(read(brief, task)).rejects.toMatchObject({ code: 'diff_too_large' });
    const gone = { ...task, from: { versionId: '01ARZ3NDEKTSV4RRFFQ69G5FAV', version: 'x' } };
    await expect(read(patient, gone)).rejects.toMatchObject({ code: 'version_not_found' });
    await expect(read(patient, task, AbortSignal.abort())).rejects.toThrow();
    // All places are free again, and no file is left.
    expect(await read(patient, task)).toMatchObject({ entries: expect.any(Array) });
    expect(await readdir(folder)).toEqual([]);
    await Promise.all([patient, hasty, brief].map((runner) => runner.close()));
    await rm(folder, { recursive: true });
  });
});
