import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Stack } from '@connectory/testing';

export const airflow = readFileSync(fileURLToPath(new URL('../../../examples/airflow.json', import.meta.url)), 'utf8');

/** Imports a document, and waits for the end. @returns the id of the import */
export async function submit(stack: Stack, name: string, text: string, metadata: object = {}): Promise<string> {
  const body = new FormData();
  body.append('metadata', JSON.stringify({ format: 'openapi', ...metadata }));
  body.append('file', new Blob([text]), name);
  const response = await stack.fetch('/protocols/http/import', { method: 'POST', body });
  const { id }: { id: string } = JSON.parse(await response.text());
  await (await stack.fetch(`/imports/${id}`, { headers: { Prefer: 'wait=60' } })).arrayBuffer();
  return id;
}
