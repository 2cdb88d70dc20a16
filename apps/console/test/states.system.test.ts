import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { changeResponses, requestId } from './change-responses.ts';
import { addressOf, type ConsolePage, consolePages, type Sample, unknownAddressOf } from './console-pages.ts';
import { createKey } from './create-key.ts';
import { createSample } from './create-sample.ts';
import { type Console, describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findViolationsOfThemes } from './find-violations.ts';
import { findAnimations } from './page-checks.ts';

const loadedPages = consolePages.filter(({ isLoaded }) => isLoaded);
const broken = { status: 500, code: 'internal_error', message: 'Internal error of a test.' };
const forbidden = { status: 403, code: 'forbidden', message: 'The role “operator” is needed for this.' };
const gone = { status: 410, code: 'import_gone', message: 'The import was removed.' };
const unavailable = { status: 503, code: 'database_unavailable', message: 'The database cannot be reached.' };

/** An operator may open each page. */
describeConsoleOnce('each page of the console', (start) => {
  let stack: Stack;
  let page: Page;
  let visit: Console['visit'];
  let sample: Sample;

  beforeAll(async () => {
    const context = { permissions: ['clipboard-read', 'clipboard-write'] };
    ({ stack, page, visit } = await start({ as: 'operator', context }));
  }, setUpMs);

  const openAt = (address: string): Promise<unknown> => page.goto(`${stack.baseUrl}/console${address}`);
  const open = (each: ConsolePage): Promise<unknown> => openAt(addressOf(each, sample));
  const heading = () => page.getByRole('heading', { level: 1 });
  const alert = () => page.getByRole('alert').first();
  const again = () => page.getByRole('button', { name: 'Try again' });

  async function untilLoaded({ title }: ConsolePage): Promise<void> {
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    // Versions are compared by a process, whose start takes long on a busy machine.
    await expect.poll(() => page.locator('.skeleton').count(), { timeout: 90_000 }).toBe(0);
    expect(await page.getByRole('alert').count()).toBe(0);
  }

  async function retryAll(): Promise<void> {
    // All at once: the first retry may take the other buttons away.
    await again().evaluateAll((buttons) => {
      for (const button of buttons) if ('click' in button) button.click();
    });
  }

  /** A page whose requests fail for good names the reason and the next step, and no other attempt. */
  async function expectToEndWith(each: ConsolePage, problem: typeof forbidden, nextStep: string): Promise<void> {
    const responses = await changeResponses(page, problem);
    await open(each);
    await alert().getByText(problem.message).waitFor();
    expect(await alert().textContent()).toContain(nextStep);
    expect(await again().count()).toBe(0);
    expect(await findViolationsOfThemes(page)).toEqual([]);
    await responses.release();
  }

  it('has something to show from here on', async () => {
    sample = await createSample(stack);
    await openAt(`/reimports/${sample.reimportId}?organisation=${stack.organisationId}`);
    await page.locator('[data-run="finished"]').waitFor();
  });

  it.each(loadedPages)('loads, fails, is tried again, is away, and comes back: $path', async (each) => {
    const responses = await changeResponses(page, 'held');
    try {
      await open(each);
      await page.locator('.skeleton').first().waitFor();
      expect(await heading().count()).toBe(1);
      expect(await findAnimations(page)).toEqual([]);
      expect(await findViolationsOfThemes(page)).toEqual([]);

      responses.become(broken);
      await alert().getByText(broken.message).waitFor();
      expect(await alert().textContent()).toMatch(/If it stays, report the request id.*internal_error/s);
      await alert().getByRole('button', { name: 'Copy id' }).click();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(requestId);
      expect(await heading().count()).toBe(1);
      expect(await findViolationsOfThemes(page)).toEqual([]);

      // Every other page is cut off from the service instead.
      const isCutOff = loadedPages.indexOf(each) % 2 === 1;
      responses.become(isCutOff ? 'away' : unavailable);
      await retryAll();
      const outage = page.getByRole('status').filter({ hasText: /Trying again/ });
      await outage.getByText(isCutOff ? 'The service cannot be reached.' : unavailable.message).waitFor();
      expect(await heading().count()).toBe(1);
      expect(await page.locator('.skeleton').count()).toBeGreaterThan(0);
      expect(await findViolationsOfThemes(page)).toEqual([]);

      responses.become('sent');
      await retryAll();
      await untilLoaded(each);
      await outage.waitFor({ state: 'detached' });
    } finally {
      await responses.release();
    }
  });

  it.each(loadedPages)('says which role it needs: $path', (each) =>
    expectToEndWith(each, forbidden, 'Sign in with a key whose role and scopes allow this.'),
  );

  it.each(consolePages.filter(({ path }) => path.startsWith('/imports/$')))('says that it was removed: $path', (each) =>
    expectToEndWith(each, gone, 'It was removed after its retention time.'),
  );

  it.each(consolePages.filter((each) => unknownAddressOf(each) !== undefined))(
    'says that there is nothing at its address: $path',
    async (each) => {
      await openAt(unknownAddressOf(each) ?? '');
      await alert()
        .getByText(/_not_found|not_found/)
        .waitFor();
      // The next step.
      expect(await alert().locator('p').nth(1).textContent()).toMatch(/^[A-Z].+\.$/);
      expect(await findViolationsOfThemes(page)).toEqual([]);
    },
  );

  it('says while signing in that the service is away, and signs in when it is back', async () => {
    const own = await visit();
    const isSession = ({ pathname }: URL): boolean => pathname.startsWith('/api/connect/v1/session');
    await own.route(isSession, (route) => route.abort('connectionrefused'));
    await own.goto(`${stack.baseUrl}/console/sign-in`);
    await own.getByRole('status').getByText('The service cannot be reached.').waitFor();
    await own.getByLabel('API key').fill(stack.apiKey);
    await own.getByRole('button', { name: 'Sign in' }).click();
    await own.getByRole('alert').getByText('The service cannot be reached.').waitFor();
    expect(await findViolationsOfThemes(own)).toEqual([]);
    await own.unroute(isSession);
    await own.getByRole('button', { name: 'Sign in' }).click();
    await own.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await own.context().close();
  });

  it('names the role to a reader who opens it: pages of other roles', async () => {
    const reader = await visit({ key: await createKey(stack, 'read') });
    for (const each of consolePages) {
      if (each.role === undefined) continue;
      await reader.goto(`${stack.baseUrl}/console${addressOf(each, sample)}`);
      await reader.getByText(`This page needs the role “${each.role}”`).waitFor();
      expect(await findViolationsOfThemes(reader)).toEqual([]);
    }
    await reader.context().close();
  });
});
