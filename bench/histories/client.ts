import type { ImportResource } from '@connectory/contract';
import type { Json } from '@connectory/json';
import type pg from 'pg';
import type { Stack } from '../reimport/stack.ts';
import { type PlainVersion, readPlainVersion } from './plain-version.ts';

export interface Client {
  /** Imports a document, as a new connector without `connectorId`. */
  importDocument(document: Buffer, metadata: object, connectorId?: string): Promise<ImportResource>;
  /** @param place path below the organisation */
  send(method: string, place: string, body?: Json): Promise<Json>;
  read(connectorId: string, version: string): Promise<PlainVersion>;
}

export function createClient(stack: Stack, database: pg.Pool): Client {
  const root = `${stack.baseUrl}/api/connect/v1/o/${stack.organisationId}`;
  const request = async (
    method: string,
    place: string,
    init: RequestInit,
    headers: { readonly [name: string]: string } = {},
  ): Promise<Json> => {
    const authorization = { Authorization: `Bearer ${stack.apiKey}` };
    const response = await fetch(`${root}${place}`, { ...init, method, headers: { ...authorization, ...headers } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${place}: ${response.status} ${text.slice(0, 500)}`);
    return text === '' ? null : (JSON.parse(text) as Json);
  };
  const send: Client['send'] = (method, place, body) =>
    request(
      method,
      place,
      body === undefined ? {} : { body: JSON.stringify(body) },
      body === undefined ? {} : { 'Content-Type': 'application/json' },
    );
  return {
    send,
    read: (connectorId, version) => readPlainVersion(database, connectorId, version),
    importDocument: async (document, metadata, connectorId) => {
      const form = new FormData();
      form.append('metadata', JSON.stringify({ format: 'openapi', ...metadata }));
      form.append('file', new Blob([new Uint8Array(document)]), 'document');
      const place = connectorId === undefined ? '/protocols/http/import' : `/connector/${connectorId}/http/import`;
      const { id } = (await request('POST', place, { body: form }, { Prefer: 'wait=60, return=minimal' })) as {
        readonly id: string;
      };
      for (;;) {
        const resource = (await request(
          'GET',
          `/imports/${id}`,
          {},
          { Prefer: 'wait=30' },
        )) as unknown as ImportResource;
        if (resource.status === 'succeeded') return resource;
        if (resource.status === 'failed') throw new Error(`import failed: ${JSON.stringify(resource.error)}`);
      }
    },
  };
}
