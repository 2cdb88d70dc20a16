import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findFaultsOfLook, findViolations } from './find-violations.ts';
import { airflow, submitDocument } from './submit.ts';

describeConsoleOnce('the search', (start) => {
  let stack: Stack;
  let page: Page;
  let connectorId: string;

  beforeAll(async () => {
    ({ stack, page } = await start());
    ({ connectorId } = await submitDocument(stack, { name: 'airflow.json', text: airflow }));
    await submitDocument(stack, { name: 'other.json', text: airflow.replace('Airflow API (Stable)', 'Other') });
  }, setUpMs);

  const rows = (section: string) => page.getByRole('region', { name: section }).getByRole('listitem');

  it('finds connectors, imports and entities from anywhere by keyboard, and keeps the words in the address', async () => {
    await page.keyboard.press('/');
    await page.getByRole('heading', { name: 'Search', exact: true }).waitFor();
    await page.getByText('Search by words').waitFor();
    await page.getByRole('searchbox', { name: 'Search everything' }).pressSequentially('airflow');
    await rows('Connectors').getByRole('link', { name: 'Airflow API (Stable)' }).waitFor();
    await rows('Imports').getByRole('link', { name: 'airflow.json' }).waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('airflow');
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('leads to an action that a word of its method and of its path find', async () => {
    await page.getByRole('searchbox').fill('delete connection');
    await page.getByRole('link', { name: 'More of these' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Actions/ }).click();
    const found = rows('Actions, triggers, definitions').filter({ hasText: 'Airflow API (Stable)' });
    await found.getByRole('link', { name: 'DELETE /connections/{connection_id}' }).click();
    await page.getByRole('heading', { name: 'Delete a connection' }).waitFor();
    expect(page.url()).toContain(`/connectors/${connectorId}/versions/2.5.3?action=delete_connection`);
  });

  it('searches one connector, and says that nothing has all words', async () => {
    await page.goto(`${stack.baseUrl}/console/connectors/${connectorId}`);
    await page.getByRole('link', { name: 'Search in it' }).click();
    await page.getByRole('button', { name: 'Only in Airflow API (Stable)' }).waitFor();
    await page.getByRole('searchbox').fill('other.json');
    await page.getByText('Nothing has all words of “other.json”').waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('link', { name: 'Search everything' }).click();
    await rows('Imports').getByRole('link', { name: 'other.json' }).waitFor();
  });

  it('is reached from the palette with the words that are typed there', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('health');
    await page.getByRole('option', { name: /^GET \/health action of Airflow API/ }).waitFor();
    await page.getByRole('option', { name: 'Search everything for “health”' }).click();
    await page.waitForURL('**/console/search?q=health');
    await rows('Actions, triggers, definitions').getByRole('link', { name: 'GET /health' }).first().waitFor();
  });

  it('opens the first result of the palette, when Enter is pressed before the results are there', async () => {
    const { promise: held, resolve: release } = createGate();
    await page.route(/\/search\?/, async (route) => {
      await held;
      await route.continue();
    });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('other.json');
    await page.getByText('Searching …').first().waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    release();
    await page.getByRole('heading', { name: 'other.json' }).waitFor();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.unroute(/\/search\?/);
  });
});

function createGate(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((open) => (resolve = open));
  return { promise, resolve };
}
