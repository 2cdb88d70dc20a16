// One large document on a service that does nothing else, and that has imported small ones before: from the start of the upload until the
// last byte of the result. The floor has done the same small ones.
import { readFileSync } from 'node:fs';
import { createClient } from '../client.mjs';
import { documentOfSize, largeDocuments, listDocuments } from '../documents.mjs';
import { exportRows } from '../floor/export-rows.mjs';
import { watchProcesses } from '../processes.mjs';
import { startService } from '../server.mjs';
import { round } from '../statistics.mjs';

/** @param exportTo as for the directory. */
export async function runOneDocument(server, { backend, name, exportTo }) {
  const bytes = readFileSync(largeDocuments[name]);
  const service = await startService(server, backend);
  const client = createClient(service);
  try {
    const earlier = await importSmallOnes(client);
    const watch = watchProcesses(service.roots);
    const answer = await client.upload(bytes, { headers: { Prefer: 'wait=60' }, keep: false });
    const processes = watch.stop();
    const resource = await ended(client, answer);
    if (exportTo !== undefined) {
      const document = { file: largeDocuments[name], bytes: bytes.length };
      await exportRows(
        service.databaseUrl,
        [...earlier, { document, versionId: resource.versionId, status: resource.status }],
        exportTo,
      );
    }
    return {
      backend,
      document: name,
      megabytes: round(bytes.length / 1e6, 1),
      status: resource.status,
      error: resource.error,
      seconds: round(answer.ms / 1000, 3),
      firstByteSeconds: round(answer.firstMs / 1000, 3),
      resultMegabytes: round(answer.bytes / 1e6, 1),
      timings: resource.timings,
      peakChildMb: processes['import child']?.peakMb,
      peakWorkerMb: processes.worker?.peakMb,
      peakApiMb: processes.api?.peakMb,
      processes,
    };
  } finally {
    client.close();
    await service.stop();
  }
}

/** What a service in use has compiled of itself by then: a new process spends most of its time on that. */
const small = { count: 100, minBytes: 20_000, maxBytes: 200_000, inFlight: 4 };

async function importSmallOnes(client) {
  const documents = listDocuments().filter(({ bytes }) => bytes >= small.minBytes && bytes <= small.maxBytes);
  const queue = documents.slice(0, small.count);
  const imported = [];
  const work = async () => {
    for (let document = queue.shift(); document !== undefined; document = queue.shift()) {
      const { body } = await client.upload(readFileSync(document.file));
      const { versionId, status } = await client.untilEnded(JSON.parse(body.toString()).links.self);
      imported.push({ document, versionId, status });
    }
  };
  await Promise.all(Array.from({ length: small.inFlight }, work));
  return imported;
}

/** Both children of the worker have started and done something. */
export async function warmUp(client) {
  const small = readFileSync(documentOfSize(33_000).file);
  const uploads = await Promise.all(Array.from({ length: 6 }, () => client.upload(small)));
  for (const { body } of uploads) await client.untilEnded(JSON.parse(body.toString()).links.self);
}

async function ended(client, answer) {
  if (answer.status !== 201 && answer.status !== 202)
    throw new Error(`the import was answered with ${answer.status}: ${answer.body}`);
  return client.untilEnded(answer.headers.location);
}
