import { readFileSync } from 'node:fs';
import { type RunningProcess, startProcess } from '@connectory/harness';
import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addRun } from './add-run.ts';
import { addVersions } from './add-versions.ts';
import { describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findFaultsOfLook } from './find-violations.ts';
import { largeDocument } from './large-document.ts';
import { submitDocument } from './submit.ts';

const versions = 300;

/** Of the items of a bulk run. */
const rowHeight = 52;

/** Rows of a list in the page at a time: those in sight, and some beside them. */
const maxRows = 60;

describeConsoleOnce('the console with much data', (start) => {
  let stack: Stack;
  let page: Page;
  const started: RunningProcess[] = [];

  beforeAll(async () => {
    ({ stack, page } = await start({ as: 'operator' }));
  }, setUpMs);
  afterAll(async () => {
    await Promise.all(started.map((running) => running.stop()));
  });

  it('shows 5,000 places of a message in pages, and each in the document', async () => {
    const text = largeDocument({ actions: 11_000, faults: 5_000 });
    const { id } = await submitDocument(stack, { name: 'large.json', text });
    await page.goto(`${stack.baseUrl}/console/imports/${id}?message=SECURITY_SCHEME_UNKNOWN`);
    await page.getByText('5,000 places').first().waitFor();
    await page.locator('mark').first().waitFor();
    const places = page.getByRole('button', { name: /the document$/ });
    expect(await places.count()).toBe(20);
    await page.getByRole('button', { name: 'Show more of 5,000 places' }).click();
    await expect.poll(() => places.count()).toBe(120);
    await places.nth(119).click();
    await expect.poll(() => page.locator('mark').count()).toBe(2);
    expect(await findFaultsOfLook(page)).toEqual([]);
  }, 180_000);

  it('shows, scrolls and searches 11,000 actions, of which few are in the page', async () => {
    await page.getByRole('link', { name: 'Open the version' }).click();
    await page.getByText(/^11,000 actions$/).waitFor();
    const rows = page.getByRole('option');
    expect(await rows.count()).toBeLessThan(maxRows);
    await page.getByRole('listbox').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.getByRole('option', { name: /items\/10999\/\{id\}/ }).waitFor();
    expect(await rows.count()).toBeLessThan(maxRows);
    await page.keyboard.press('/');
    await page.keyboard.type('items/7654');
    await page.getByText('1 of 11,000 actions').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Search connectors/ }).fill('item 9876');
    await page.getByRole('option', { name: /items\/9876\/\{id\} action/ }).click();
    await page.getByRole('heading', { name: /^Get the item 9876 / }).waitFor();
    await page.getByRole('option', { selected: true, name: /items\/9876\/\{id\}/ }).waitFor();
    await page.getByRole('listbox').evaluate((list) => list.scrollTo(0, 0));
    await page.getByRole('option', { name: /items\/0\/\{id\}/ }).waitFor();
    expect(await rows.count()).toBeLessThan(maxRows);
    expect(await findFaultsOfLook(page)).toEqual([]);
  }, 180_000);

  it('pauses, resumes and exports a bulk run of 300 while a worker and the API are killed', async () => {
    const text = largeDocument({ actions: 1, faults: 0 }).replace('Large', 'Copied');
    await submitDocument(stack, { name: 'copied.json', text });
    await addVersions(stack.databaseUrl, versions);
    const run = await createRun(stack);
    await page.goto(`${stack.baseUrl}/console/reimports/${run}`);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('[data-run="paused"]').waitFor();
    await page.getByText(/^Paused after \d+ of 300 versions/).waitFor();
    // Row 250 stays where it is while the items before it end.
    await scrollTo(page, 250 * rowHeight);
    await page.locator('tr[aria-rowindex="252"]').getByText('Waiting').waitFor();
    const top = await topOf(page, 252);
    stack.workers[0]?.kill('SIGKILL');
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.locator('[data-run="running"]').waitFor();
    started.push(startProcess({ app: 'worker', env: stack.env }));

    stack.api.kill('SIGKILL');
    await stack.api.exited;
    await page.getByText('The service cannot be reached.').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/importer before 2/);
    started.push(startProcess({ app: 'api', env: { ...stack.env, PORT: new URL(stack.baseUrl).port } }));
    await page.locator('[data-run="finished"]').waitFor({ timeout: 120_000 });
    expect(await page.locator('[data-run]').textContent()).toBe('300 versions written, 0 unchanged, none failed.');
    await page.getByText('The service cannot be reached.').waitFor({ state: 'detached' });
    await page.locator('tr[aria-rowindex="252"]').getByText('Replaced').waitFor();
    expect(await topOf(page, 252)).toBe(top);
    expect(await findFaultsOfLook(page)).toEqual([]);

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'JSON Lines' }).click();
    const lines = readFileSync(await (await saved).path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => String(Reflect.get(JSON.parse(line), 'outcome')))).toEqual(
      Array.from({ length: versions }, () => 'replaced'),
    );
  }, 180_000);

  it('shows what a bulk run changed by rule, with a sample', async () => {
    const changes = page.getByRole('region', { name: /^Changes/ });
    const group = changes.getByRole('listitem').filter({ hasText: 'ACTION_ADDED' });
    await group.getByText('300 versions300 changes').waitFor();
    expect(await group.textContent()).toContain('Non-breakingAction added ACTION_ADDEDAn action was added.');
    await group.getByRole('link', { name: /^Copy \d+ 1/ }).click();
    await page.getByRole('heading', { name: 'Changes', level: 1 }).waitFor();
    await page.getByText('1 action: 1 added').waitFor();
    await page.goBack();
  });

  it('shows few rows of all items of a bulk run, and goes through them by keyboard', async () => {
    const table = page.getByRole('table', { name: 'Versions' });
    await table.waitFor();
    expect(await table.getAttribute('aria-rowcount')).toBe(String(versions + 1));
    const rows = page.locator('tr[data-index]');
    await page.locator('h1').click();
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('j');
      await page.locator(`tr[aria-rowindex="${presses + 2}"] a:focus`).waitFor();
    }
    expect(await rows.count()).toBeLessThan(maxRows);
    // The row with the focus stays in the page.
    await scrollTo(page, versions * rowHeight);
    await page.locator('tr[aria-rowindex="301"]').getByText('Replaced').waitFor();
    expect(await page.locator('tr[aria-rowindex="41"] a:focus').count()).toBe(1);
    expect(await rows.count()).toBeLessThan(maxRows);
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.keyboard.press('k');
    await page.locator('tr[aria-rowindex="40"] a:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/imports/*');
    await page.goBack();
    await page.getByRole('group', { name: 'Outcome' }).getByRole('button', { name: 'Replaced 300' }).click();
    await page.waitForURL(/outcome=/);
    await page.reload();
    await page.getByRole('button', { name: 'Replaced 300', pressed: true }).waitFor();
    await scrollTo(page, versions * rowHeight);
    await page.locator('tr[aria-rowindex="301"]').getByText('Replaced').waitFor();
  }, 120_000);

  it('shows 12,000 items of a bulk run, to the last one, and those of an outcome', async () => {
    const run = await addRun(stack.databaseUrl, 12_000);
    await page.goto(`${stack.baseUrl}/console/reimports/${run}`);
    await page.locator('tr[aria-rowindex="2"]').getByText('Unchanged').waitFor();
    await scrollTo(page, 12_000 * rowHeight);
    await page.locator('tr[aria-rowindex="12001"]').getByText('Copy 300').waitFor();
    const rows = page.locator('tr[data-index]');
    expect(await rows.count()).toBeLessThan(maxRows);
    await scrollTo(page, 6_000 * rowHeight);
    await page.locator('tr[aria-rowindex="6001"]').getByText('Unchanged').waitFor();
    await page.locator('tr[aria-rowindex="6002"]').getByText('Waiting').waitFor();
    await page.getByRole('button', { name: 'Waiting 6,000' }).click();
    await page.locator('table[aria-rowcount="6001"] tr[aria-rowindex="2"]').getByText('Waiting').waitFor();
    expect(await rows.count()).toBeLessThan(maxRows);
    expect(await findFaultsOfLook(page)).toEqual([]);
  }, 120_000);
});

function scrollTo(page: Page, top: number): Promise<void> {
  return page.getByRole('group', { name: 'Versions' }).evaluate((box, to) => box.scrollTo(0, to), top);
}

/** The distance of a row from the top of its box. */
function topOf(page: Page, rowIndex: number): Promise<number> {
  return page.locator(`tr[aria-rowindex="${rowIndex}"]`).evaluate((row) => {
    const box = row.closest('[role="group"]');
    return row.getBoundingClientRect().top - (box?.getBoundingClientRect().top ?? 0);
  });
}

/** Begins a run over the copies. @returns its id */
async function createRun({ baseUrl, operatorApiKey }: Stack): Promise<string> {
  const response = await fetch(`${baseUrl}/api/operator/v1/reimports`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${operatorApiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      selector: { versions: 'drafts', importerVersionBelow: '2' },
      target: 'replace-drafts',
      dryRun: false,
      maxInFlight: 8,
    }),
  });
  const { id }: { id: string } = JSON.parse(await response.text());
  return id;
}
