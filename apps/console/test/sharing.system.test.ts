import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type Console, describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findFaultsOfLook } from './find-violations.ts';
import { submitDocument } from './submit.ts';

describeConsoleOnce('links to an import', (start) => {
  let stack: Stack;
  let page: Page;
  let visit: Console['visit'];

  beforeAll(async () => {
    ({ stack, page, visit } = await start());
  }, setUpMs);

  it('shows a failed import to a recipient without a key, until the link is revoked', async () => {
    const text = 'openapi: 3.1.0\ninfo:\n  title: Orders\n  version: "2"\npaths: {"/orders": {get\n';
    const { id } = await submitDocument(stack, { name: 'orders.yaml', text });
    await page.goto(`${stack.baseUrl}/console/imports/${id}`);
    await page.getByRole('button', { name: 'Create a link' }).focus();
    await page.keyboard.press('Enter');
    const link = (await page.locator('[data-share-link]').textContent()) ?? '';
    expect(link).toContain('/console/shared#share=ctr_');
    expect(await findFaultsOfLook(page)).toEqual([]);

    const shown = await visit();
    const requests: string[] = [];
    shown.on('request', (request) => requests.push(request.url()));
    await shown.goto(link);
    await shown.getByRole('heading', { level: 1, name: 'orders.yaml' }).waitFor();
    await shown.locator('[data-verdict="failed"]').waitFor();
    await shown.getByText('document_not_yaml').waitFor();
    expect(await findFaultsOfLook(shown)).toEqual([]);
    for (const url of requests.filter((each) => each.includes('/api/')))
      expect(new URL(url).pathname).toMatch(/^\/api\/connect\/v1\/shared\b/);
    expect(await shown.getByRole('link').count()).toBe(0);
    expect(requests.join()).not.toContain('ctr_');

    await page.getByRole('button', { name: /^Revoke the link/ }).click();
    await page.getByRole('button', { name: /^Confirm: revoke the link/ }).click();
    await page.getByText(/: revoked /).waitFor();
    await shown.reload();
    await shown.getByText('The link is unknown, expired or revoked.').waitFor();
    expect(await findFaultsOfLook(shown)).toEqual([]);
  });

  it('shows messages with the document, and the changes of a dry run', async () => {
    const paths = { '/orders': { get: { operationId: 'listOrders', responses: { 200: { description: 'ok' } } } } };
    const document = { openapi: '3.1.0', info: { title: 'Orders', version: '1' }, servers: [{ url: '/v1' }], paths };
    const text = JSON.stringify(document);
    const { connectorId } = await submitDocument(stack, { name: 'orders.json', text });
    const target = { connectorId, version: '1', ifExists: 'replace', dryRun: true };
    const changed = { name: 'orders.json', text: text.replace('"get"', '"put"') };
    const { id } = await submitDocument(stack, changed, target);
    await page.goto(`${stack.baseUrl}/console/imports/${id}`);
    await page.getByRole('button', { name: 'Create a link' }).click();
    await page.goto((await page.locator('[data-share-link]').textContent()) ?? '');
    await page.getByRole('button', { name: /SERVER_RELATIVE/ }).click();
    await page.locator('mark').first().waitFor();
    await page.getByText(/^1 action breaks: listOrders/).waitFor();
    await page.getByRole('button', { name: /listOrders.*action/ }).click();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });
});
