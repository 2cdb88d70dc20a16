import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { createLink } from './create-link.ts';

/** Signs a browser in by a link that works once. */
export async function signIn(page: Page, stack: Stack, key: string = stack.apiKey): Promise<void> {
  await page.goto(await createLink(stack, key));
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Submits a document and waits for the end of its import. */
export async function submitDocument(
  stack: Stack,
  file: { readonly name: string; readonly text: string },
  { connectorId, ...metadata }: { readonly connectorId?: string } & Readonly<Record<string, unknown>> = {},
): Promise<{ readonly id: string; readonly connectorId: string }> {
  const body = new FormData();
  body.append('metadata', JSON.stringify({ format: 'openapi', ...metadata }));
  body.append('file', new Blob([file.text]), file.name);
  const path = connectorId === undefined ? '/protocols/http/import' : `/connector/${connectorId}/http/import`;
  const response = await stack.fetch(path, { method: 'POST', body });
  const accepted: { id: string; connectorId: string } = JSON.parse(await response.text());
  await (await stack.fetch(`/imports/${accepted.id}`, { headers: { Prefer: 'wait=60' } })).arrayBuffer();
  return accepted;
}
