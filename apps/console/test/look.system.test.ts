import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { changeResponses } from './change-responses.ts';
import { addressOf, consolePages, type Sample } from './console-pages.ts';
import { createSample } from './create-sample.ts';
import { describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findViolationsOfThemes } from './find-violations.ts';
import { findAnimations, findCutOff, findKeyboardFaults } from './page-checks.ts';

/** An operator may open each page. */
describeConsoleOnce('the look of each page', (start) => {
  let stack: Stack;
  let page: Page;
  let sample: Sample;

  beforeAll(async () => {
    ({ stack, page } = await start({ as: 'operator' }));
    sample = await createSample(stack);
    await page.goto(`${stack.baseUrl}/console/reimports/${sample.reimportId}`);
    await page.locator('[data-run="finished"]').waitFor();
  }, setUpMs);

  const openAt = (address: string): Promise<unknown> => page.goto(`${stack.baseUrl}/console${address}`);

  it.each(consolePages)('fits each width, stands still, and is used by keyboard alone: $path', async (each) => {
    const faults: string[] = [];
    await openAt(addressOf(each, sample));
    await page.getByRole('heading', { level: 1, name: each.title, exact: true }).waitFor();
    // Versions are compared by a process, whose start takes long on a busy machine.
    await expect.poll(() => page.locator('.skeleton').count(), { timeout: 90_000 }).toBe(0);
    faults.push(...(await findViolationsOfThemes(page)), ...(await findAnimations(page)));
    faults.push(...(await findKeyboardFaults(page)));
    // 320 px is a page of 1,280 px at 400 %.
    for (const width of [320, 360, 1_440, 1_920]) {
      await page.setViewportSize({ width, height: 800 });
      faults.push(...(await findCutOff(page)).map((fault) => `${width} px: ${fault}`));
    }
    await page.setViewportSize({ width: 1_280, height: 800 });
    expect(faults).toEqual([]);
  });

  it('keeps the focus in a dialog, and gives it back', async () => {
    await openAt(`/connectors/${sample.connectorId}/versions/1/actions/addPet`);
    const summary = page.getByLabel('Summary');
    await summary.fill('Changed');
    for (const [opener, key] of [
      [page.getByRole('button', { name: 'Commands' }), 'Enter'],
      [page.getByRole('button', { name: 'Commands' }), '?'],
      [page.getByRole('link', { name: 'Connectors', exact: true }).first(), 'Enter'],
    ] as const) {
      await opener.focus();
      await page.keyboard.press(key);
      await page.locator('dialog[open]').waitFor();
      for (const pressed of ['Tab', 'Tab', 'Tab', 'Shift+Tab', 'Tab', 'Tab', 'Tab', 'Tab']) {
        await page.keyboard.press(pressed);
        // Between the last control and the first one, the browser itself has the focus.
        const isIn = `document.activeElement === document.body || document.activeElement.closest('dialog') !== null`;
        expect(await page.evaluate(isIn)).toBe(true);
      }
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
      expect(await opener.evaluate((element) => element.matches(':focus'))).toBe(true);
    }
    expect(await summary.inputValue()).toBe('Changed');
    await page.goto('about:blank');
  });

  it('is asked for by a page that moves without the wish for little motion', async () => {
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    const responses = await changeResponses(page, 'held');
    await openAt('/limits');
    await page.locator('.skeleton').first().waitFor();
    expect((await findAnimations(page)).length).toBeGreaterThan(0);
    responses.become('sent');
    await responses.release();
    await page.emulateMedia({ reducedMotion: 'reduce' });
  });
});
