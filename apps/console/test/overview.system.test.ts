import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { createKey } from './create-key.ts';
import { type Console, describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findFaultsOfLook } from './find-violations.ts';
import { airflow, submitDocument } from './submit.ts';

describeConsoleOnce('the overview', (start) => {
  let stack: Stack;
  let page: Page;
  let visit: Console['visit'];

  beforeAll(async () => {
    ({ stack, page, visit } = await start());
  }, setUpMs);

  const open = (): Promise<unknown> => page.goto(`${stack.baseUrl}/console/`);

  it('says how to begin while nothing was imported', async () => {
    await page.getByRole('heading', { name: 'Nothing was imported yet' }).waitFor();
    await page.getByText('npm run import -- examples/airflow.json').waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('link', { name: 'Choose a document' }).click();
    await page.getByRole('heading', { name: 'New import' }).waitFor();
  });

  it('shows what failed lately with its cause, what changed, and what is used', async () => {
    const { connectorId } = await submitDocument(stack, { name: 'airflow.json', text: airflow });
    const broken = await submitDocument(stack, { name: 'broken.html', text: '<!doctype html><html></html>' });
    await open();
    const failed = page.getByRole('region', { name: 'Failed lately' });
    await failed.getByText('The file is an HTML page').waitFor();
    await failed.getByText('document_html').waitFor();
    await page.getByRole('region', { name: 'Usage' }).getByText('1 of ').first().waitFor();
    await page.getByText('No import runs or waits.').waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('link', { name: 'Airflow API (Stable)' }).click();
    await page.waitForURL(`**/connectors/${connectorId}/versions/2.5.3`);
    await page.getByRole('heading', { name: 'Airflow API (Stable) 2.5.3' }).waitFor();
    await page.keyboard.type('go');
    await failed.getByRole('link', { name: 'broken.html' }).click();
    await page.waitForURL(`**/imports/${broken.id}`);
  });

  it('shows a reader what its role does not allow, and the role that does', async () => {
    const own = await visit({ key: await createKey(stack, 'read') });
    const button = own.getByRole('button', { name: 'New import needs the role “import”' });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(await own.getByRole('region', { name: 'Installation' }).count()).toBe(0);
  });

  it('shows an operator alerts, waiting imports and bulk runs that have not ended', async () => {
    await Promise.all(stack.workers.map((worker) => worker.stop()));
    const body = JSON.stringify({ format: 'openapi', schemaURL: 'https://waiting.example/openapi.json' });
    const headers = { 'Content-Type': 'application/json', Prefer: 'respond-async' };
    await stack.fetch('/protocols/http/import', { method: 'POST', body, headers });
    await startRun(stack);
    const own = await visit({ key: stack.operatorApiKey });
    const installation = own.getByRole('region', { name: 'Installation' });
    await installation.getByText('No worker is connected to the database.').waitFor();
    await installation.getByText('oldest').first().waitFor();
    await installation.getByRole('link', { name: /^All drafts/ }).waitFor();
    const waiting = own.getByRole('region', { name: 'Under way' }).getByRole('listitem');
    await waiting.filter({ hasText: 'https://waiting.example/openapi.json' }).getByText('Queued').waitFor();
    expect(await findFaultsOfLook(own)).toEqual([]);
  });
});

/** Starts a bulk run over all drafts. */
async function startRun({ baseUrl, operatorApiKey }: Stack): Promise<void> {
  const response = await fetch(`${baseUrl}/api/operator/v1/reimports`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${operatorApiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ selector: { versions: 'drafts' }, target: 'replace-drafts', dryRun: true }),
  });
  expect(response.status).toBe(202);
}
