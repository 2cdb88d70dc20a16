import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { changeResponses } from './change-responses.ts';
import { createKey } from './create-key.ts';
import { createOrganisation } from './create-organisation.ts';
import { type Console, describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findFaultsOfLook } from './find-violations.ts';
import { richDocument } from './rich-document.ts';
import { submitDocument } from './submit.ts';

const patienceMs = 150_000;

const copied = 'navigator.clipboard.readText()';

/** An operation with a callback. */
const subscribing = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'A connector of a long name '.repeat(8), version: '1' },
  servers: [{ url: 'https://events.example' }],
  paths: {
    '/subscribe': {
      post: {
        operationId: 'subscribe',
        tags: ['events'],
        responses: { 201: { description: 'OK' } },
        callbacks: { onEvent: { '{$request.body#/url}': { post: { responses: { 200: { description: 'OK' } } } } } },
      },
    },
    '/other': { get: { operationId: 'other', tags: ['others'], responses: { 200: { description: 'OK' } } } },
  },
});

describeConsoleOnce('the ways on from each page', (start) => {
  let stack: Stack;
  let page: Page;
  let visit: Console['visit'];
  let rich: { readonly id: string; readonly connectorId: string };

  beforeAll(async () => {
    const context = { permissions: ['clipboard-read', 'clipboard-write'] };
    ({ stack, page, visit } = await start({ context }));
    page.setDefaultTimeout(patienceMs);
    rich = await submitDocument(stack, { name: 'rich.json', text: richDocument() });
  }, setUpMs);

  const open = (address: string): Promise<unknown> => page.goto(`${stack.baseUrl}/console${address}`);

  it('lead from a number of the ledger to the messages, and from a place to what was made of it', async () => {
    await open(`/imports/${rich.id}`);
    await page
      .getByRole('button', { name: /, Operations: (Noted|Changed)\. Show the messages$/ })
      .first()
      .click();
    await page.getByRole('button', { name: /^Operations, (noted|changed)/ }).waitFor();
    const search = new URL(page.url()).searchParams;
    expect(search.get('kind')).toBe('operations');
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: /^Operations, (noted|changed)/ }).click();
    await page.getByRole('button', { name: /SECURITY_SCHEME_UNKNOWN/ }).click();
    await page.getByText('What was made of it: action').getByRole('link', { name: 'listPets' }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('publish the version on the page of its import', async () => {
    const { id } = await submitDocument(stack, { name: 'published.json', text: richDocument() });
    await open(`/imports/${id}`);
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('button', { name: 'Publish' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Open the version' }).click();
    await page.getByText('published', { exact: true }).waitFor();
  });

  it('lead from a failed import to the next upload', async () => {
    const { id } = await submitDocument(stack, { name: 'broken.json', text: '{"openapi":' });
    await open(`/imports/${id}`);
    await page.getByRole('link', { name: 'Upload again' }).click();
    await page.getByRole('heading', { name: 'New import' }).waitFor();
  });

  it('lead from a failed import to the next upload into its connector, once that is read', async () => {
    const { connectorId } = await submitDocument(stack, { name: 'first.json', text: richDocument() });
    const broken = { name: 'broken.json', text: '{"openapi":' };
    const { id } = await submitDocument(stack, broken, { connectorId, version: '2' });
    const connector = await changeResponses(page, 'held', ({ pathname }) => pathname.endsWith(connectorId));
    await open(`/imports/${id}`);
    expect(await page.getByRole('button', { name: 'Upload again' }).isDisabled()).toBe(true);
    connector.become('sent');
    await page.getByRole('link', { name: 'Upload again' }).click();
    await page.waitForURL((url) => url.searchParams.get('connectorId') === connectorId);
    await connector.release();
  });

  it('include the operations of chosen tags', async () => {
    await open('/imports/new');
    const file = { name: 'events.json', mimeType: 'application/json', buffer: Buffer.from(subscribing) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('group', { name: 'Tags to include' }).getByRole('button', { name: 'events' }).click();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText(/^Imported 1 action, 1 trigger/).waitFor();
  });

  it('show the place of a callback, and whose it is', async () => {
    const { connectorId } = await submitDocument(stack, { name: 'callbacks.json', text: subscribing });
    await open(`/connectors/${connectorId}/versions/1/triggers/subscribeOnEvent`);
    await page.getByText('/paths/~1subscribe/post/callbacks/onEvent/{$request.body#~1url}/post').waitFor();
    await page.getByRole('link', { name: 'subscribe', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Show the lines' }).click();
    await page.locator('mark').first().waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('lead to one change of a diff', async () => {
    const text = richDocument().replace('/pets', '/animals');
    const metadata = { connectorId: rich.connectorId, version: '2' };
    await submitDocument(stack, { name: 'changed.json', text }, metadata);
    await open(`/connectors/${rich.connectorId}/versions/2/diff?from=1`);
    await page.getByRole('button', { name: /listPets/ }).click();
    await page.getByRole('button', { name: 'Copy link' }).first().click();
    await page.getByText('Copied').waitFor();
    await page.goto(String(await page.evaluate(copied)));
    await page.locator('li[aria-current=true]').waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('go through the rows of a table by j and k, and open one by Enter', async () => {
    await open('/connectors');
    await page.getByRole('table', { name: 'Connectors' }).waitFor();
    await page.locator('h1').click();
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.textContent');
    await page.keyboard.press('j');
    const first = await focused();
    await page.keyboard.press('j');
    await expect.poll(focused).not.toBe(first);
    await page.keyboard.press('k');
    await expect.poll(focused).toBe(first);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: String(first).trim() }).waitFor();
  });

  it('are shown disabled, with the role that may, to those whose role does not allow them', async () => {
    const reader = await visit({ key: await createKey(stack, 'read') });
    await reader.goto(`${stack.baseUrl}/console/connectors/${rich.connectorId}/versions/1`);
    for (const word of ['Replace', 'Publish', 'New action'])
      await reader.getByRole('button', { name: `${word} needs the role “import”`, disabled: true }).waitFor();
    const dryRun = await submitDocument(stack, { name: 'dry.json', text: richDocument() }, { dryRun: true });
    await reader.goto(`${stack.baseUrl}/console/imports/${dryRun.id}`);
    await reader.getByRole('button', { name: 'Import it needs the role “import”', disabled: true }).waitFor();
    expect(await findFaultsOfLook(reader)).toEqual([]);
    await reader.getByRole('button', { name: 'Commands' }).click();
    await reader.getByRole('option', { name: 'New bulk run needs the role “operator”', disabled: true }).waitFor();
    await reader.getByRole('option', { name: 'New import needs the role “import”', disabled: true }).waitFor();
    await reader.close();
  });

  it('retry one cause of a bulk run, and keep their layout with long names', async () => {
    const { connectorId } = await submitDocument(stack, { name: 'rich.json', text: richDocument() });
    await stack.fetch(`/connectors/${connectorId}/overlays/fixes`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        overlay: {
          overlay: '1.1.0',
          info: { title: 'Fixes', version: '1' },
          actions: [{ target: '$.info', update: { description: 'Fixed' } }],
        },
      }),
    });
    await editAction(stack, `/connectors/${connectorId}/versions/1/actions/addPet`);
    const operator = await visit({ key: stack.operatorApiKey });
    operator.setDefaultTimeout(patienceMs);
    await operator.goto(`${stack.baseUrl}/console/reimports/new`);
    await operator.getByText(/^\d+ versions of \d+ connectors/).waitFor();
    expect(await findFaultsOfLook(operator)).toEqual([]);
    // Another organisation is shown than that of the versions.
    const query = `?organisation=${await createOrganisation(stack)}`;
    await operator.goto(`${stack.baseUrl}/console/reimports/${await failingRun(stack, connectorId)}${query}`);
    await operator.locator('[data-run="finished"]').waitFor();
    await operator.getByRole('button', { name: /^Retry 1 version: version_edited/ }).click();
    await operator.locator('[data-run="finished"]').waitFor();
    await operator.getByRole('button', { name: /^Retry 1 version: version_edited/ }).waitFor();
    expect(await findFaultsOfLook(operator)).toEqual([]);
    await operator.getByRole('table', { name: 'Versions' }).getByRole('link').click();
    await operator.getByText(/was edited/).waitFor();
    expect(new URL(operator.url()).search).toBe('');
    await operator.close();
  }, 240_000);
});

async function editAction(stack: Stack, address: string): Promise<void> {
  const response = await stack.fetch(address);
  const etag = response.headers.get('ETag') ?? '';
  const action: object = JSON.parse(await response.text());
  const edited = await stack.fetch(address, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', 'If-Match': etag },
    body: JSON.stringify({ ...action, summary: 'Edited by hand' }),
  });
  expect(edited.status).toBe(200);
}

/** Begins a run over a connector whose edited version fails. @returns its id */
async function failingRun(stack: Stack, connectorId: string): Promise<string> {
  const response = await fetch(`${stack.baseUrl}/api/operator/v1/reimports`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${stack.operatorApiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      selector: { versions: 'all', connectorIds: [connectorId] },
      target: 'replace-drafts',
      edits: 'fail',
    }),
  });
  const { id }: { id: string } = JSON.parse(await response.text());
  return id;
}
