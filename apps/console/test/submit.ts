import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Stack } from '@connectory/testing';

export const airflow = readFileSync(fileURLToPath(new URL('../../../examples/airflow.json', import.meta.url)), 'utf8');

interface Submitted {
  readonly id: string;
  readonly connectorId: string;
}

/** Submits a document, and waits for the end of its import. @param metadata with the connector, if it is not a new one */
export async function submitDocument(
  stack: Stack,
  file: { readonly name: string; readonly text: string },
  { connectorId, ...metadata }: { readonly connectorId?: string } & Readonly<Record<string, unknown>> = {},
): Promise<Submitted> {
  const body = new FormData();
  body.append('metadata', JSON.stringify({ format: 'openapi', ...metadata }));
  body.append('file', new Blob([file.text]), file.name);
  const path = connectorId === undefined ? '/protocols/http/import' : `/connector/${connectorId}/http/import`;
  const response = await stack.fetch(path, { method: 'POST', body });
  const accepted: Submitted = JSON.parse(await response.text());
  await (await stack.fetch(`/imports/${accepted.id}`, { headers: { Prefer: 'wait=60' } })).arrayBuffer();
  return accepted;
}
