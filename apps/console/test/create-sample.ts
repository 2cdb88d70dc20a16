import type { Stack } from '@connectory/testing';
import type { Sample } from './console-pages.ts';
import { richDocument } from './rich-document.ts';
import { submitDocument } from './submit.ts';

/** Creates what all pages of the console can show: two versions with an edit, a dry run, a shared import, a bulk run. */
export async function createSample(stack: Stack): Promise<Sample> {
  const text = sampleDocument();
  const { id: importId, connectorId } = await submitDocument(stack, { name: 'rich.json', text });
  await submitDocument(
    stack,
    { name: 'rich.json', text: text.replace('"post"', '"put"') },
    { connectorId, version: '2' },
  );
  const target = { connectorId, version: '1', ifExists: 'replace', dryRun: true };
  const changed = { name: 'rich.json', text: text.replace('"post"', '"put"') };
  const { id: dryRunId } = await submitDocument(stack, changed, target);
  const connector = await read<{ authSchemeConfigs: readonly { id: string }[] }>(stack, `/connectors/${connectorId}`);
  await editAction(stack, `/connectors/${connectorId}/versions/1/actions/addPet`);
  const shared = await send<{ url: string }>(stack, `/imports/${importId}/shares`, {});
  return {
    importId,
    dryRunId,
    connectorId,
    schemeId: connector.authSchemeConfigs[0]?.id ?? '',
    reimportId: await createDryRun(stack),
    share: shared.url.split('share=')[1] ?? '',
  };
}

/** The rich document with a webhook, which becomes a trigger. */
function sampleDocument(): string {
  const document: object = JSON.parse(richDocument());
  const adopted = { post: { operationId: 'petAdopted', responses: { 200: { description: 'OK' } } } };
  return JSON.stringify({ ...document, openapi: '3.1.0', webhooks: { adopted } });
}

/** Starts a dry run over all drafts. @returns its id */
async function createDryRun({ baseUrl, operatorApiKey }: Stack): Promise<string> {
  const url = `${baseUrl}/api/operator/v1/reimports`;
  const headers = { Authorization: `Bearer ${operatorApiKey}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ selector: { versions: 'drafts' }, target: 'replace-drafts', dryRun: true });
  const response = await fetch(url, { method: 'POST', headers, body });
  const { id }: { id: string } = JSON.parse(await response.text());
  return id;
}

async function editAction(stack: Stack, path: string): Promise<void> {
  const body = JSON.stringify({ ...(await read<object>(stack, path)), summary: 'Add a pet by hand' });
  await (
    await stack.fetch(path, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body })
  ).arrayBuffer();
}

async function read<Value>(stack: Stack, path: string): Promise<Value> {
  return JSON.parse(await (await stack.fetch(path)).text());
}

async function send<Value>(stack: Stack, path: string, body: object): Promise<Value> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await stack.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  return JSON.parse(await response.text());
}
