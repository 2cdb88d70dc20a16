// The same documents again, unchanged: uploaded to replace the drafts that they have made; by a bulk re-import, which is how it is done for
// many connectors; and uploaded once more for new connectors, where the rows must be written but no schema.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '../client.mjs';
import { watchProcesses } from '../processes.mjs';
import { startService } from '../server.mjs';
import { round } from '../statistics.mjs';

export async function runAgain(server, { backend, documents, inFlight }) {
  const service = await startService(server, backend);
  const client = createClient(service);
  const operator = createClient({ ...service, apiKey: service.operatorApiKey });
  try {
    const first = await measured(service, () => uploadAll(client, documents, inFlight));
    const replaced = await measured(service, () => uploadAll(client, documents, inFlight, first.made));
    const reimported = await measured(service, () => reimportAll(operator));
    const uploaded = await measured(service, () => uploadAll(client, documents, inFlight));
    return {
      backend,
      documents: documents.length,
      first: withoutMade(first),
      replaced: withoutMade(replaced),
      reimported,
      uploaded: withoutMade(uploaded),
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

async function measured(service, work) {
  const watch = watchProcesses(service.roots);
  const startedAt = performance.now();
  const outcome = await work();
  const seconds = round((performance.now() - startedAt) / 1000, 3);
  const cpuSeconds = Object.values(watch.stop()).reduce((sum, role) => sum + role.cpuSeconds, 0);
  return { seconds, cpuSeconds: round(cpuSeconds), ...outcome };
}

function withoutMade({ made: _made, ...figures }) {
  return figures;
}

/** @param drafts what was made of each document by an earlier call: these are replaced, else new connectors are made. */
async function uploadAll(client, documents, inFlight, drafts) {
  const queue = [...documents];
  const made = new Map();
  let failed = 0;
  const work = async () => {
    for (let document = queue.shift(); document !== undefined; document = queue.shift()) {
      const draft = drafts?.get(document);
      const headers = { Prefer: 'wait=60, return=minimal' };
      const answer = await client.upload(readFileSync(document.file), { ...draft, headers });
      const ended = JSON.parse(answer.body.toString());
      const { status, connectorId, version } = ended;
      made.set(document, { connectorId, metadata: { version, ifExists: 'replace' } });
      const isWrong = status !== 'succeeded' || (drafts !== undefined && ended.summary.unchanged !== true);
      if (isWrong) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return { failed, made };
}

async function reimportAll(operator) {
  const request = { selector: {}, target: 'replace-drafts', maxInFlight: 64 };
  const body = Buffer.from(JSON.stringify(request));
  const headers = { 'Content-Type': 'application/json' };
  const created = await operator.request('POST', '/api/operator/v1/reimports', { headers, body: [body] });
  if (created.status >= 300) throw new Error(`${created.status} ${created.body}`);
  let reimport = JSON.parse(created.body.toString());
  const path = `/api/operator/v1/reimports/${reimport.id}`;
  while (reimport.status === 'running') {
    await pause(50);
    reimport = JSON.parse((await operator.get(path)).body.toString());
  }
  return { status: reimport.status, counts: reimport.counts };
}
