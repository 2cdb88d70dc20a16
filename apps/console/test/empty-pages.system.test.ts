import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { createOrganisation } from './create-organisation.ts';
import { describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findViolationsOfThemes } from './find-violations.ts';
import { submitDocument } from './submit.ts';

describeConsoleOnce('a page without content', (start) => {
  let stack: Stack;
  let page: Page;

  beforeAll(async () => {
    ({ stack, page } = await start({ as: 'operator' }));
  }, setUpMs);

  const openAt = (address: string): Promise<unknown> => page.goto(`${stack.baseUrl}/console${address}`);

  it.each([
    ['/', 'Nothing was imported yet', 'npm run import'],
    ['/imports', 'No imports yet', 'npm run import'],
    ['/imports?status=failed', 'No import matches the filters', 'Show all imports'],
    ['/connectors', 'No connectors yet', 'npm run import'],
    ['/connectors?name=x', 'No connector has “x” in its name', 'Show all connectors'],
    ['/search', 'Search by words', 'delete /pets'],
    ['/search?q=x', 'Nothing has all words of “x”', 'all connectors'],
    ['/webhooks', 'No import asks for a notification', 'callback-secret'],
    ['/reimports', 'No bulk runs yet', 'npm run connectory'],
  ])('says what to do while it is empty: %s', async (address, title, next) => {
    const organisation = await emptyOrganisation();
    await openAt(`${address}${address.includes('?') ? '&' : '?'}organisation=${organisation}`);
    await page.getByText(title, { exact: true }).waitFor();
    expect(await page.locator('main').textContent()).toContain(next);
    expect(await findViolationsOfThemes(page)).toEqual([]);
  });

  let empty: Promise<string> | undefined;
  function emptyOrganisation(): Promise<string> {
    empty ??= createOrganisation(stack);
    return empty;
  }

  it('says that nothing was audited', async () => {
    const isAudit = ({ pathname }: URL): boolean => /^\/api\/.*\/audit$/.test(pathname);
    // Each read of an operator is an event, so no organisation that it opens is without one.
    await page.route(isAudit, (route) => route.fulfill({ json: { events: [] } }));
    await openAt(`/audit?organisation=${await emptyOrganisation()}`);
    await page.getByText('No events yet', { exact: true }).waitFor();
    expect(await findViolationsOfThemes(page)).toEqual([]);
    await page.unroute(isAudit);
  });

  it('tells an operator without an organisation how to create one', async () => {
    // A stack of the tests has an organisation.
    await page.route('**/api/operator/v1/organisations?*', (route) => route.fulfill({ json: { organisations: [] } }));
    await openAt('/imports');
    await page.getByText('No organisation yet', { exact: true }).waitFor();
    expect(await page.locator('main').textContent()).toContain('keys create');
    expect(await findViolationsOfThemes(page)).toEqual([]);
    await page.unroute('**/api/operator/v1/organisations?*');
  });

  it('says what a version without anything lacks', async () => {
    const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'Bare', version: '1' }, paths: {} });
    const { connectorId } = await submitDocument(stack, { name: 'bare.json', text });
    for (const [part, title] of [
      ['', 'This version has no actions'],
      ['/triggers', 'This version has no triggers'],
      ['/definitions', 'This version has no definitions'],
      ['/edits', 'Nothing was edited'],
      ['/diff', 'There is no other version to compare with.'],
    ]) {
      await openAt(`/connectors/${connectorId}/versions/1${part}?organisation=${stack.organisationId}`);
      await page.getByText(title ?? '', { exact: true }).waitFor();
      expect(await findViolationsOfThemes(page)).toEqual([]);
    }
  }, 180_000);
});
