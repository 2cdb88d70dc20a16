import { readFileSync } from 'node:fs';
import { type RunningProcess, startProcess } from '@connectory/harness';
import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addVersions } from './add-versions.ts';
import { describeConsole, setUpMs } from './describe-console.ts';
import { findFaultsOfLook } from './find-violations.ts';
import { largeDocument } from './large-document.ts';
import { submitDocument } from './submit.ts';

const versions = 300;

/** Rows of a list in the page at a time: those in sight, and some beside them. */
const maxRows = 60;

describeConsole('the console with much data', (start) => {
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
});

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
