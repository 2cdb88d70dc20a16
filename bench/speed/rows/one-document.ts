// Row "one-document": one large document on an otherwise idle service that has imported small ones before. Measures from the start of
// the upload to the last byte of the result. The floor imports the same small documents first.
import { readFileSync } from 'node:fs';
import type { ImportResource } from '@connectory/contract';
import { type BenchClient, type BenchResponse, createClient } from '../client.ts';
import { documentOfSize, type LargeDocument, largeDocuments, listDocuments } from '../documents.ts';
import { type EndedImport, exportRows } from '../floor/export-rows.ts';
import { watchProcesses } from '../processes.ts';
import { type Server, startService } from '../server.ts';
import { round } from '../statistics.ts';

interface OneDocumentOptions {
  readonly backend: string;
  readonly name: LargeDocument;
  /** Folder for the written rows, which the floor writes again. */
  readonly exportTo: string | undefined;
}

export async function runOneDocument(server: Server, { backend, name, exportTo }: OneDocumentOptions) {
  const bytes = readFileSync(largeDocuments[name]);
  const service = await startService(server, backend);
  const client = createClient(service);
  try {
    const earlier = await importSmallDocuments(client);
    const watch = watchProcesses(service.roots);
    const response = await client.upload(bytes, { headers: { Prefer: 'wait=60' }, keep: false });
    const processes = watch.stop();
    const { versionId, status, error, timings } = await readImport(client, response);
    if (exportTo !== undefined) {
      const document = { file: largeDocuments[name], bytes: bytes.length };
      await exportRows(service.databaseUrl, [...earlier, { document, versionId, status }], exportTo);
    }
    return {
      backend,
      document: name,
      megabytes: round(bytes.length / 1e6, 1),
      status,
      error,
      seconds: round(response.ms / 1000, 3),
      firstByteSeconds: round(response.firstMs / 1000, 3),
      resultMegabytes: round(response.bytes / 1e6, 1),
      timings,
      peakChildMb: processes['import child']?.peakMb,
      peakWorkerMb: processes['worker']?.peakMb,
      peakApiMb: processes['api']?.peakMb,
      processes,
    };
  } finally {
    client.close();
    await service.stop();
  }
}

/** A new process would spend most of its time on compiling its code. After these imports that is done. */
const small = { count: 100, minBytes: 20_000, maxBytes: 200_000, inFlight: 4 };

async function importSmallDocuments(client: BenchClient): Promise<readonly EndedImport[]> {
  const documents = listDocuments().filter(({ bytes }) => bytes >= small.minBytes && bytes <= small.maxBytes);
  const queue = documents.slice(0, small.count);
  const imported: EndedImport[] = [];
  const work = async (): Promise<void> => {
    for (let document = queue.shift(); document !== undefined; document = queue.shift()) {
      const { body } = await client.upload(readFileSync(document.file));
      const { versionId, status } = await client.untilEnded(JSON.parse(body.toString()).links.self);
      imported.push({ document, versionId, status });
    }
  };
  await Promise.all(Array.from({ length: small.inFlight }, work));
  return imported;
}

/** Imports small documents, so that both children of the worker have started and compiled their code. */
export async function warmUp(client: BenchClient): Promise<void> {
  const bytes = readFileSync(documentOfSize(33_000).file);
  const uploads = await Promise.all(Array.from({ length: 6 }, () => client.upload(bytes)));
  for (const { body } of uploads) await client.untilEnded(JSON.parse(body.toString()).links.self);
}

async function readImport(client: BenchClient, response: BenchResponse): Promise<ImportResource> {
  if (response.status !== 201 && response.status !== 202)
    throw new Error(`the upload was answered with status ${response.status}: ${response.body.toString()}`);
  return client.untilEnded(response.headers.location ?? '');
}
