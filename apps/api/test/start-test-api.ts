import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { apiOperations } from '@connectory/contract';
import {
  type ApiKeyRecord,
  claimImport,
  createApiKey,
  createDatabase,
  createOrganisation,
  createSecretBox,
  type Database,
  failImport,
  findClaimedImport,
  type PackedPlaces,
  persistVersion,
  pingDatabase,
  watchImports,
} from '@connectory/database';
import { createVersionSource } from '@connectory/encoding';
import type { ImportError } from '@connectory/lifecycle';
import { createQueueBoard, createQueueProducer, type QueueProducer } from '@connectory/queue';
import { createAccessAudit } from '../src/access/access-audit.ts';
import { createRateLimits } from '../src/access/rate-limits.ts';
import { createLogger, parseSettings, readSecretKeys } from '@connectory/runtime';
import { createTestDatabase } from '@connectory/testing';
import { Registry } from 'prom-client';
import { expect } from 'vitest';
import { createApi } from '../src/create-api.ts';
import { createFileRunner } from '../src/children/file-runner.ts';
import { createApiMetrics } from '../src/metrics/api-metrics.ts';
import type { SchemaUse } from './closed-schemas.ts';
import { createResponseCheck, type ReadResponse } from './documented-responses.ts';
import { listen } from './listen.ts';
import { multipartBody, multipartType, type RawPart } from './multipart.ts';
import { petsModel } from './pets-model.ts';

interface CallOptions {
  readonly parameters?: { readonly [name: string]: string };
  readonly query?: { readonly [name: string]: string } | string;
  readonly headers?: { readonly [name: string]: string };
  /** Default: the key of the organisation. Null sends no key. */
  readonly key?: string | null;
  readonly organisationId?: string;
  readonly body?: string | Buffer;
}

/** The API on its own database, with functions that stand in for a worker. */
export interface TestApi {
  readonly baseUrl: string;
  readonly organisationId: string;
  /** As the owner of the database, for what a test does itself. */
  readonly database: Database;
  /** As the API opens it: statements see the rows of their scope. */
  readonly ofApi: Database;
  readonly queue: QueueProducer;
  /** Calls an operation and checks the response against the OpenAPI document, with closed schemas. */
  call(operationId: string, options?: CallOptions): Promise<ReadResponse>;
  upload(operationId: string, parts: readonly RawPart[], options?: CallOptions): Promise<ReadResponse>;
  createKey(organisationId: string | null, role: ApiKeyRecord['role']): Promise<{ token: string; id: string }>;
  /** Creates an organisation and a key for it. */
  createOrganisation(): Promise<{ id: string; key: string }>;
  /** @param importerVersion default: 'test', which differs from the version of the importer. */
  succeed(
    importId: string,
    model?: ReturnType<typeof petsModel>,
    importerVersion?: string,
    places?: PackedPlaces,
  ): Promise<void>;
  fail(importId: string, error: ImportError): Promise<void>;
  /** Writes the audit events of refusals, failed authentications and reads so far. */
  flushAudit(): Promise<void>;
  close(): Promise<void>;
}

const ignoreErrors = (): void => undefined;

/** @param use records which fields of response schemas are sent. */
export async function startTestApi(environment: NodeJS.ProcessEnv = {}, use?: SchemaUse): Promise<TestApi> {
  const testDatabase = await createTestDatabase();
  const { apiUrl: url } = testDatabase;
  const settings = parseSettings({
    QUEUE_PREFIX: 'test',
    SECRETS_KEY: randomBytes(32).toString('base64'),
    ...environment,
  });
  const secrets = createSecretBox(readSecretKeys(settings));
  const editLimits = { entityBytes: settings.MAX_EDIT_ENTITY_BYTES, bytes: settings.MAX_EDIT_BYTES };
  const open = (ofRole: string, scope: 'all' | 'of-work' = 'all'): Database =>
    createDatabase({ url: ofRole, poolSize: 5, secrets, onError: ignoreErrors, scope, editLimits });
  const [database, ofApi, ofWorker] = [open(testDatabase.url), open(url, 'of-work'), open(testDatabase.workerUrl)];
  const queueOptions = {
    databaseUrl: url,
    redisUrl: settings.REDIS_URL,
    prefix: settings.QUEUE_PREFIX,
    onError: ignoreErrors,
  };
  const queue = createQueueProducer(queueOptions);
  const queueBoard = createQueueBoard(queueOptions);
  const watcher = watchImports({ url, onError: ignoreErrors });
  const rateLimits = createRateLimits({
    database: ofApi,
    redisUrl: settings.REDIS_URL,
    prefix: settings.QUEUE_PREFIX,
    onError: ignoreErrors,
  });
  const uploadFolder = await mkdtemp(path.join(tmpdir(), 'test-api-'));
  const metrics = createApiMetrics(new Registry());
  const logger = createLogger({ service: 'test', level: 'silent' });
  const accessAudit = createAccessAudit({ database: ofApi, logger, windowMs: 2 ** 31 - 1 });
  const children = createFileRunner({
    databaseUrl: url,
    size: 1,
    heapMb: 512,
    timeoutMs: 30_000,
    maxOutputBytes: 1e9,
    folder: uploadFolder,
    logger,
  });
  const api = await listen((baseUrl) =>
    createApi({
      database: ofApi,
      databaseCheck: { run: () => pingDatabase(ofApi), fault: () => undefined },
      queue,
      queueCheck: { run: async () => void (await queue.probe()), fault: () => undefined },
      queueBoard,
      watcher,
      rateLimits,
      accessAudit,
      children,
      logger,
      metrics,
      settings,
      uploadFolder,
      baseUrl: () => baseUrl,
    }),
  );
  const createKey: TestApi['createKey'] = async (organisationId, role) => {
    const { key, token } = await createApiKey(database, { organisationId, name: 'test', role });
    return { token, id: key.id };
  };
  const createOwner = async (): Promise<{ id: string; key: string }> => {
    const { id } = await createOrganisation(database, 'Test');
    return { id, key: (await createKey(id, 'import')).token };
  };
  const owner = await createOwner();
  const call = createCaller(api.baseUrl, owner, use);
  return {
    baseUrl: api.baseUrl,
    organisationId: owner.id,
    database,
    ofApi,
    queue,
    call,
    upload: (operationId, parts, options = {}) =>
      call(operationId, {
        ...options,
        body: multipartBody(parts),
        headers: { 'Content-Type': multipartType, ...options.headers },
      }),
    createKey,
    createOrganisation: createOwner,
    succeed: (importId, model = petsModel(), importerVersion = 'test', places) =>
      succeed(ofWorker, importId, { model, importerVersion, places }),
    flushAudit: () => accessAudit.flush(),
    fail: (importId, error) => fail(ofWorker, importId, error),
    close: async () => {
      await api.close();
      await children.close();
      await watcher.close();
      await queue.close();
      await queueBoard.close();
      await rateLimits.close();
      await accessAudit.close();
      await Promise.all([database.close(), ofWorker.close(), ofApi.close()]);
      await testDatabase.drop();
      await rm(uploadFolder, { recursive: true, force: true });
    },
  };
}

/** Creates a client of the API at an address, with the key of an organisation. It checks every response. */
export function createCaller(baseUrl: string, owner: { id: string; key: string }, use?: SchemaUse): TestApi['call'] {
  const check = createResponseCheck(use);
  return async (operationId, options = {}) => {
    const operation = apiOperations.find((candidate) => candidate.operationId === operationId);
    if (operation === undefined) throw new Error(`no operation ${operationId}`);
    const parameters: { [name: string]: string } = {
      organisation_id: options.organisationId ?? owner.id,
      ...options.parameters,
    };
    const address = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
      encodeURIComponent(parameters[name] ?? ''),
    );
    const query = new URLSearchParams(options.query).toString();
    const key = options.key === undefined ? owner.key : options.key;
    const response = await fetch(`${baseUrl}${address}${query === '' ? '' : `?${query}`}`, {
      method: operation.method,
      headers: { ...(key === null ? {} : { Authorization: `Bearer ${key}` }), ...options.headers },
      ...(options.body === undefined ? {} : { body: options.body }),
    });
    const read = await readResponse(response);
    expect(
      check(operation.method, operation.path, read),
      `${operationId} ${read.bytes.toString().slice(0, 300)}`,
    ).toEqual([]);
    return read;
  };
}

/** Reads a response whole. */
export async function readResponse(response: Response): Promise<ReadResponse> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = bytes.length > 0 && /[/+]json/.test(response.headers.get('Content-Type') ?? '');
  const json: unknown = isJson ? JSON.parse(bytes.toString()) : undefined;
  return { status: response.status, headers: response.headers, bytes, json };
}

async function succeed(
  database: Database,
  importId: string,
  made: { model: ReturnType<typeof petsModel>; importerVersion: string; places: PackedPlaces | undefined },
): Promise<void> {
  const claim = await claimImport(database, importId);
  const work = claim && (await findClaimedImport(database, claim));
  if (work === undefined) throw new Error('nothing to claim');
  const { model, importerVersion, places } = made;
  const outcome = await persistVersion(database, work, {
    source: createVersionSource(model),
    places,
    importerVersion,
    timings: { mapping: 1 },
    maxDiffBytes: 1e6,
  });
  if (outcome.outcome !== 'persisted' && outcome.outcome !== 'previewed') throw new Error(outcome.outcome);
}

async function fail(database: Database, importId: string, error: ImportError): Promise<void> {
  const claim = await claimImport(database, importId);
  if (claim === undefined) throw new Error('nothing to claim');
  const messagesJson = JSON.stringify([{ code: 'X', severity: 'error', text: '[X] wrong', detail: [], locations: [] }]);
  await failImport(database, claim, { error, messagesJson, timings: {} });
}
