import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningProcess, startProcess } from '@connectory/harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallOperation, GeneratedClient, RecordedCall } from './api-client.ts';
import { checkTypes } from './check-types.ts';
import { createPartCheck } from './create-part-check.ts';
import { heyApiClient } from './hey-api-client.ts';
import { runJourney } from './journey.ts';
import { withoutDefects } from './known-defects.ts';
import { isKnown } from './known-violations.ts';
import { openapiFetchClient } from './openapi-fetch-client.ts';
import { operationsOf } from './operations-of.ts';
import { petsDocument } from './pets-document.ts';
import { readViolations } from './read-violations.ts';
import { toolsMissing } from './run-tool.ts';
import { type Prism, startPrism } from './start-prism.ts';

const contract = fileURLToPath(new URL('../fixtures/wire-contract.json', import.meta.url));

/** Operations for running connectors, which this service answers with 501. Prism replaces such a response by its own. */
const notImplemented = [
  'CreateBigQueryConnector',
  'CreateConnectorConnection',
  'DeleteConnection',
  'GetConnection',
  'InitialiseOAuth2Connection',
  'UpdateConnection',
];

interface Service {
  readonly baseUrl: string;
  readonly organisationId: string;
  readonly apiKey: string;
}

/** A request and its response through the proxy. */
interface Exchange {
  readonly operationId: string;
  readonly status: number;
  readonly violations: readonly string[];
}

async function readDocument(file: string): Promise<object> {
  return Object(JSON.parse(await readFile(file, 'utf8')));
}

// Long, because a loaded machine takes many times as long.
describe.skipIf(toolsMissing)('generated clients', { timeout: 180_000 }, () => {
  let folder: string;
  let running: RunningProcess;
  let service: Service;
  let prisms: readonly Prism[] = [];
  const origin = createServer((_request, response) => response.end(JSON.stringify(petsDocument('1.0.0'))));
  let documentUrl: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'clients-'));
    await new Promise<void>((resolve) => void origin.listen(0, '127.0.0.1', resolve));
    documentUrl = `http://127.0.0.1:${Object(origin.address()).port}/pets.json`;
    running = startProcess({
      app: 'cli',
      args: ['start'],
      env: {
        DATABASE_URL: '',
        REDIS_URL: '',
        CONNECTORY_DATA_DIR: path.join(folder, 'data'),
        PORT: '0',
        OUTBOUND_ALLOW: '127.0.0.1',
        LOG_LEVEL: 'warn',
      },
    });
    await running.untilOutput('serves at');
    service = JSON.parse(await readFile(path.join(folder, 'data', 'credentials.json'), 'utf8'));
    await writeFile(documentOfService(), await (await fetch(`${service.baseUrl}/openapi.json`)).text());
    // The paths of the wire contract have no base path, and so has its development server.
    prisms = await Promise.all([contract, documentOfService()].map((file) => startPrism(file, service.baseUrl)));
  }, 180_000);
  afterAll(async () => {
    await Promise.all(prisms.map((prism) => prism.stop()));
    await running?.stop();
    origin.close();
    await rm(folder, { recursive: true, force: true });
  });

  const documentOfService = (): string => path.join(folder, 'service.json');
  const documents = [
    { of: 'the wire contract', file: () => contract, prism: () => prisms[0], typed: withoutDefects },
    {
      of: 'the document of the service',
      file: documentOfService,
      prism: () => prisms[1],
      typed: (call: RecordedCall) => call,
    },
  ];

  describe.each(documents)('of $of', ({ file, prism, typed }) => {
    it.each([heyApiClient, openapiFetchClient])(
      'by $name make the whole journey without a violation',
      async (generator) => {
        const exchanges: Exchange[] = [];
        const generated = await mkdtemp(path.join(folder, 'client-'));
        const client = await generator.generate(file(), generated);
        const calls: RecordedCall[] = [];
        const call = await createCall(client, file(), { exchanges, calls }, prism()?.baseUrl ?? '');
        await runJourney({ call, organisationId: service.organisationId, documentUrl });
        expect(exchanges.filter(({ violations }) => violations.length > 0)).toEqual([]);
        const called = new Set(exchanges.map(({ operationId }) => operationId));
        const ofContract = [...operationsOf(await readDocument(contract)).keys()];
        expect(ofContract.filter((operationId) => !called.has(operationId)).toSorted()).toEqual(notImplemented);
        expect(await checkTypes(client, calls.map(typed), generated)).toBe('');
      },
    );
  });

  it('are watched by a proxy that names violations of requests and of responses', async () => {
    const first = { name: 'first', in: 'query', schema: { type: 'integer' } };
    const schema = { type: 'object', required: ['nothing'] };
    const responses = { 200: { description: '', content: { 'application/json': { schema } } } };
    const document = {
      openapi: '3.1.0',
      info: { title: 'Other', version: '1' },
      paths: { '/healthz': { get: { parameters: [first], responses } } },
    };
    const file = path.join(folder, 'other.json');
    await writeFile(file, JSON.stringify(document));
    const prism = await startPrism(file, service.baseUrl);
    const { headers } = await fetch(`${prism.baseUrl}/healthz?first=many`);
    await prism.stop();
    expect(readViolations(headers)).toEqual(['request.query.first: type', 'response.body: required']);
  });

  /** Calls through the proxy. Records each exchange with its violations, and each call. */
  async function createCall(
    client: GeneratedClient,
    document: string,
    { exchanges, calls }: { exchanges: Exchange[]; calls: RecordedCall[] },
    baseUrl: string,
  ): Promise<CallOperation> {
    const checkParts = createPartCheck(await readDocument(document));
    let operationId = '';
    const recordingFetch: typeof fetch = async (...request) => {
      const response = await fetch(...request);
      const violations = readViolations(response.headers).filter((violation) => !isKnown(operationId, violation));
      exchanges.push({ operationId, status: response.status, violations });
      return response;
    };
    const call = client.connect({ baseUrl, apiKey: service.apiKey, fetch: recordingFetch });
    return async (id, given) => {
      operationId = id;
      checkParts(id, given.form);
      const reply = await call(id, given);
      calls.push({ operationId, given, reply });
      return reply;
    };
  }
});
