import { bodyOf } from './body-of.ts';
import type { ConnectoryClient } from './create-client.ts';
import type { ImportResource, Schemas } from './schemas.ts';

/** A document or an overlay, with the name of its file. */
export interface NamedFile {
  readonly blob: Blob;
  readonly filename: string;
}

export interface Upload {
  readonly organisationId: string;
  /** The connector that gets a version. Default: a new connector. */
  readonly connectorId?: string | undefined;
  readonly document: NamedFile;
  readonly overlays?: readonly NamedFile[];
  readonly metadata: Schemas['ImportHTTPConnectorMetadata'] | Schemas['ImportHTTPConnectorVersionMetadata'];
}

/** An import of a URL that the service fetches. */
export interface UrlImport extends Pick<Upload, 'organisationId' | 'connectorId'> {
  readonly body: Schemas['HTTPConnectorFromURLCreate'] | Schemas['HTTPConnectorVersionFromURLCreate'];
}

/** One import of an organisation. */
export interface ImportPlace {
  readonly organisationId: string;
  readonly importId: string;
  readonly signal?: AbortSignal;
}

const newConnector = '/api/connect/v1/o/{organisation_id}/protocols/http/import';
const newVersion = '/api/connect/v1/o/{organisation_id}/connector/{connector_id}/http/import';
const importPath = '/api/connect/v1/o/{organisation_id}/imports/{import_id}';

/** The import is followed by its id, also when the service waits for imports by default. */
const header = { Prefer: 'respond-async' };

/** Uploads a document. @returns the accepted import @throws ApiError */
export function uploadDocument(client: ConnectoryClient, upload: Upload): Promise<ImportResource> {
  // The generated types describe the parts; the serializer makes the form.
  const body = { file: '', metadata: upload.metadata as Schemas['ImportHTTPConnectorVersionMetadata'] };
  return submit(client, upload, { body, bodySerializer: () => formOf(upload) });
}

/** Submits an import of a URL. @returns the accepted import @throws ApiError */
export function importFromUrl(client: ConnectoryClient, { body, ...place }: UrlImport): Promise<ImportResource> {
  return submit(client, place, { body: body as Schemas['HTTPConnectorVersionFromURLCreate'] });
}

async function submit(
  client: ConnectoryClient,
  { organisationId: organisation_id, connectorId }: Pick<Upload, 'organisationId' | 'connectorId'>,
  content: {
    readonly body: Schemas['ImportHTTPConnectorVersionForm'] | Schemas['HTTPConnectorVersionFromURLCreate'];
    readonly bodySerializer?: () => FormData;
  },
): Promise<ImportResource> {
  const sent =
    connectorId === undefined
      ? client.POST(newConnector, { params: { path: { organisation_id }, header }, ...content })
      : client.POST(newVersion, {
          params: { path: { organisation_id, connector_id: connectorId }, header },
          ...content,
        });
  // With `respond-async` the body is always an import.
  return (await bodyOf<unknown>(sent)) as ImportResource;
}

function formOf({ metadata, document, overlays = [] }: Upload): FormData {
  const form = new FormData();
  form.append('metadata', JSON.stringify(metadata));
  form.append('file', document.blob, document.filename);
  for (const { blob, filename } of overlays) form.append('overlay', blob, filename);
  return form;
}

export function hasEnded({ status }: Pick<ImportResource, 'status'>): boolean {
  return status !== 'queued' && status !== 'running';
}

/** Waits until an import has ended. The service delays each response. @throws ApiError */
export async function waitForImport(
  client: ConnectoryClient,
  { organisationId, importId, signal }: ImportPlace,
): Promise<ImportResource> {
  const path = { organisation_id: organisationId, import_id: importId };
  const init = { params: { path, header: { Prefer: 'wait=30' } }, ...(signal === undefined ? {} : { signal }) };
  for (;;) {
    const current = await bodyOf(client.GET(importPath, init));
    if (hasEnded(current)) return current;
  }
}

/** The states of an import, from its event stream, up to its end or the end of the connection. @throws ApiError */
export async function* followImport(
  client: ConnectoryClient,
  { organisationId, importId, signal }: ImportPlace,
): AsyncGenerator<ImportResource, void, undefined> {
  const stream = await bodyOf<ReadableStream<Uint8Array> | null>(
    client.GET(`${importPath}/events`, {
      params: { path: { organisation_id: organisationId, import_id: importId } },
      headers: { Accept: 'text/event-stream' },
      parseAs: 'stream',
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  if (stream === null) return;
  for await (const data of readEvents(stream)) {
    const current = JSON.parse(data) as ImportResource;
    yield current;
    if (hasEnded(current)) return;
  }
}

/** The `data` of each server-sent event. The service writes it on one line. */
async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += decoder.decode(read.value, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) yield data;
      }
    }
  } finally {
    await reader.cancel();
  }
}
