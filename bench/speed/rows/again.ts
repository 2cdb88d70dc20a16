// Row "again": the same unchanged documents again. Uploaded to replace their drafts; imported again in bulk; and uploaded for new
// connectors, which writes rows but no schemas.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImportResource, ReimportResource } from '@connectory/contract';
import { type BenchClient, createClient, type UploadOptions } from '../client.ts';
import type { BenchDocument } from '../documents.ts';
import { watchProcesses } from '../processes.ts';
import { type Server, type Service, startService } from '../server.ts';
import { round } from '../statistics.ts';

type Drafts = ReadonlyMap<BenchDocument, UploadOptions>;

interface AgainOptions {
  readonly backend: string;
  readonly documents: readonly BenchDocument[];
  readonly inFlight: number;
}

export async function runAgain(server: Server, { backend, documents, inFlight }: AgainOptions) {
  const service = await startService(server, backend);
  const client = createClient(service);
  const operator = createClient({ ...service, apiKey: service.operatorApiKey });
  try {
    const { drafts, ...first } = await measure(service, () => uploadAll(client, documents, inFlight));
    const { drafts: _replaced, ...replaced } = await measure(service, () =>
      uploadAll(client, documents, inFlight, drafts),
    );
    const reimported = await measure(service, () => reimportAll(operator));
    const { drafts: _uploaded, ...uploaded } = await measure(service, () => uploadAll(client, documents, inFlight));
    return {
      backend,
      documents: documents.length,
      first,
      replaced,
      reimported,
      uploaded,
      replaceRatio: round(replaced.seconds / first.seconds, 3),
      reimportRatio: round(reimported.seconds / first.seconds, 3),
      uploadRatio: round(uploaded.seconds / first.seconds, 3),
    };
  } finally {
    client.close();
    operator.close();
    await service.stop();
  }
}

async function measure<Outcome extends object>(service: Service, work: () => Promise<Outcome>) {
  const watch = watchProcesses(service.roots);
  const startedAt = performance.now();
  const outcome = await work();
  const seconds = round((performance.now() - startedAt) / 1000, 3);
  const cpuSeconds = Object.values(watch.stop()).reduce((sum, role) => sum + role.cpuSeconds, 0);
  return { seconds, cpuSeconds: round(cpuSeconds), ...outcome };
}

/** @param replace the drafts of an earlier call, which are replaced; without them new connectors are created */
async function uploadAll(
  client: BenchClient,
  documents: readonly BenchDocument[],
  inFlight: number,
  replace?: Drafts,
): Promise<{ readonly failed: number; readonly drafts: Drafts }> {
  const queue = [...documents];
  const drafts = new Map<BenchDocument, UploadOptions>();
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let document = queue.shift(); document !== undefined; document = queue.shift()) {
      const headers = { Prefer: 'wait=60, return=minimal' };
      const response = await client.upload(readFileSync(document.file), { ...replace?.get(document), headers });
      const { status, connectorId, version, summary }: ImportResource = JSON.parse(response.body.toString());
      drafts.set(document, { connectorId, metadata: { version, ifExists: 'replace' } });
      if (status !== 'succeeded' || (replace !== undefined && summary?.unchanged !== true)) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return { failed, drafts };
}

async function reimportAll(operator: BenchClient): Promise<Pick<ReimportResource, 'status' | 'counts'>> {
  const request = { selector: {}, target: 'replace-drafts', maxInFlight: 64 };
  const body = [Buffer.from(JSON.stringify(request))];
  const headers = { 'Content-Type': 'application/json' };
  const created = await operator.request('POST', '/api/operator/v1/reimports', { headers, body });
  if (created.status >= 300) throw new Error(`${created.status} ${created.body.toString()}`);
  let reimport: ReimportResource = JSON.parse(created.body.toString());
  const path = `/api/operator/v1/reimports/${reimport.id}`;
  while (reimport.status === 'running') {
    await pause(50);
    reimport = JSON.parse((await operator.get(path)).body.toString());
  }
  return { status: reimport.status, counts: reimport.counts };
}
