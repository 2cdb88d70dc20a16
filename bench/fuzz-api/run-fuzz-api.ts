// npm run fuzz:api -- [--requests 3000] [--seed S] [--connections 8]
// Sends generated requests to every operation of the served OpenAPI document: valid ones, and wrong ones of every kind.
// Exits with 0 when no response is a 5xx, undocumented, or different from its schema, and the API still runs.
// A 503 with Retry-After is sent again after that time, and counts if it stays. SIGINT and SIGTERM end the run with its verdict.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom, type Random } from '../chaos/random.ts';
import { createCheck } from './check-response.ts';
import { type FuzzRequest, generateRequest, type RequestSources } from './generate-request.ts';
import { createValueGenerator } from './generate-value.ts';
import { isObject } from './json.ts';
import { createKnownBodies } from './known-bodies.ts';
import { createKnownValues } from './known-values.ts';
import { type FuzzedOperation, readOperations } from './read-operations.ts';
import { seedConnector } from './seed-connector.ts';
import { createSender } from './send-request.ts';
import { type FuzzedService, startService } from './start-service.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '3000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    connections: { type: 'string', default: '8' },
  },
});
const requests = Number(values.requests);
const connections = Number(values.connections);
const progressEvery = 10_000;
/** Requests after which a new connector is imported, because others were deleted. */
const seedEvery = 300;
const shownExamples = 2;
/** Operations that remove what the others need, or start a child process, which takes most of the time. */
const rareOperations =
  /^(Unpublish.*|GetConnectorVersionDiff|ExportConnectorVersion|PutOverlay|GetImportDocumentExcerpt|GetConnectorVersionDocumentExcerpt|GetSharedExcerpt)$/;

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());

process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connectory-fuzz-'));
  console.log(`fuzz:api: ${requests} requests, seed ${values.seed}`);
  const service = await startService(folder);
  try {
    const findings = await fuzz(service);
    for (const [what, examples] of findings) {
      console.log(`FINDING ${examples.length} × ${what}`);
      for (const example of examples.slice(0, shownExamples)) console.log(`  ${example}`);
    }
    if (!service.api.running) console.log(`FINDING the API has ended:\n${service.api.output().slice(-2_000)}`);
    const isClean = findings.size === 0 && service.api.running;
    console.log(`verdict: ${isClean ? 'no finding' : `${findings.size} kinds of findings`} (seed ${values.seed})`);
    if (!isClean) console.log(lastErrors(service));
    return isClean;
  } finally {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns examples by kind of fault */
async function fuzz(service: FuzzedService): Promise<ReadonlyMap<string, readonly string[]>> {
  const document: unknown = await (await fetch(`${service.baseUrl}/openapi.json`)).json();
  if (!isObject(document)) throw new Error('the OpenAPI document is no object');
  const operations = readOperations(document);
  const random = createRandom(Number(values.seed));
  const known = createKnownValues(
    random,
    { organisation_id: service.organisationId, version: 'latest', protocol_slug: 'http' },
    service.keyIds,
  );
  const bodies = createKnownBodies();
  const sources: RequestSources = {
    random,
    known,
    bodies,
    tokens: service.tokens,
    values: createValueGenerator(document, random, () => known.pickId()),
  };
  const check = createCheck(document);
  const sender = createSender(service.baseUrl, connections);
  const { findings, report } = collectFindings();
  const statuses = new Map<number, number>();
  const succeeded = new Set<string>();
  let sent = 0;
  const run = async (): Promise<void> => {
    while (sent < requests && service.api.running && !stopped.signal.aborted) {
      if (sent % seedEvery === 0) {
        sent += 1;
        known.seed(await seedConnector(service, bodies, sent));
      } else sent += 1;
      if (sent % progressEvery === 0)
        console.log(`${sent} requests, ${findings.size} kinds of findings, ${describeStatuses(statuses)}`);
      const operation = pickOperation(operations, random);
      const request = generateRequest(operation, sources);
      try {
        const response = await sender.send(request);
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        const { fault, json } = check(operation, request, response);
        if (fault === undefined && response.status < 300) {
          succeeded.add(operation.operationId);
          known.learn(operation.path, json);
          known.learnSet(request.parameters);
          if (request.method === 'GET') bodies.learn(request.path, json, response.headers.etag);
        }
        if (fault !== undefined)
          report(operation, fault, request, `${response.status} ${response.bytes.toString().slice(0, 300)}`);
      } catch (error) {
        report(operation, `no response: ${error instanceof Error ? error.message : String(error)}`, request, '');
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, run));
  sender.close();
  console.log(`${sent} requests, ${sender.retries} of them sent again after a 503: ${describeStatuses(statuses)}`);
  console.log(describeOthers(operations, succeeded));
  return findings;
}

function pickOperation(operations: readonly FuzzedOperation[], random: Random): FuzzedOperation {
  const operation = random.pick(operations);
  const isRare = operation.method === 'DELETE' || rareOperations.test(operation.operationId);
  return isRare && random.chance(0.8) ? pickOperation(operations, random) : operation;
}

function collectFindings() {
  const findings = new Map<string, string[]>();
  const report = (operation: FuzzedOperation, fault: string, request: FuzzRequest, detail: string): void => {
    const what = `${operation.operationId}: ${fault}`;
    const example = `${describe(request)} → ${detail}`;
    if (!findings.has(what)) console.log(`first of a kind: ${what}\n  ${example}`);
    findings.set(what, [...(findings.get(what) ?? []), example]);
  };
  return { findings, report };
}

/** Names the operations that no request of the run could use. */
function describeOthers(operations: readonly FuzzedOperation[], succeeded: ReadonlySet<string>): string {
  const others = operations
    .filter(({ operationId, responses }) => !succeeded.has(operationId) && !('501' in responses))
    .map(({ operationId }) => operationId);
  return `operations without a success: ${others.length === 0 ? 'none' : others.join(', ')}`;
}

function describeStatuses(statuses: ReadonlyMap<number, number>): string {
  return [...statuses]
    .toSorted(([one], [other]) => one - other)
    .map(([status, count]) => `${status}: ${count}`)
    .join(', ');
}

function describe({ method, target, headers, body }: FuzzRequest): string {
  const { Authorization: token = '', ...others } = headers;
  const shown = JSON.stringify({ ...others, Authorization: token.slice(0, 15) });
  return `${method} ${target.slice(0, 200)} ${shown.slice(0, 300)} ${body?.toString().slice(0, 300) ?? ''}`;
}

function lastErrors({ api }: FuzzedService): string {
  const lines = api
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":"error"'));
  return lines
    .slice(-5)
    .map((line) => line.slice(0, 1_500))
    .join('\n');
}
