// One large document on a service that does nothing else: from the start of the upload until the last byte of the result.
import { readFileSync } from 'node:fs';
import { createClient } from '../client.mjs';
import { documentOfSize, largeDocuments } from '../documents.mjs';
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
    await warmUp(client);
    const watch = watchProcesses(service.roots);
    const answer = await client.upload(bytes, { headers: { Prefer: 'wait=60' }, keep: false });
    const processes = watch.stop();
    const resource = await ended(client, answer);
    if (exportTo !== undefined) {
      const document = { file: largeDocuments[name], bytes: bytes.length };
      await exportRows(
        service.databaseUrl,
        [{ document, versionId: resource.versionId, status: resource.status }],
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
