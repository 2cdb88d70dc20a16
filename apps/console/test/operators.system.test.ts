import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { createLink } from './create-link.ts';
import { type Console, describeConsole, setUpMs } from './describe-console.ts';
import { findFaultsOfLook, findViolations } from './find-violations.ts';
import { airflow, submitDocument } from './submit.ts';

/** A list of the queue dashboard hides its scroll bar by an inline style. It works without. */
const isAllowed = (fault: string): boolean => fault.includes('sha256-r2N1TB/gHbBtBZFKg7ejmq1acVSREzucTAEw6ga4hoU=');

describeConsole('the pages of operators', (start, backend) => {
  let stack: Stack;
  let page: Page;
  let visit: Console['visit'];

  beforeAll(async () => {
    ({ stack, page, visit } = await start({ as: 'operator', isAllowed }));
  }, setUpMs);

  it('lead by keyboard alone to connectors, to what a version has, and to other pages', async () => {
    const { id } = await submitDocument(stack, { name: 'airflow.json', text: airflow });
    const field = page.getByRole('combobox', { name: /^Search connectors/ });
    const dialog = page.locator('dialog');
    // All pages are in the bar at this width. On narrower screens, they are in a menu.
    const bar = page.getByRole('navigation', { name: 'Main' });
    expect(await bar.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    await page.keyboard.press('Control+k');
    await field.fill('airflow 2.5');
    await page.getByRole('option', { name: /Airflow API \(Stable\) 2\.5\.3 draft/ }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Airflow API (Stable) 2.5.3' }).waitFor();
    await page.keyboard.press('Control+k');
    await field.fill('delete connection');
    await page.getByRole('option', { name: /^DELETE \/connections\/\{connection_id\} action/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Delete a connection' }).waitFor();
    await page.keyboard.press('Control+k');
    await field.press('ArrowUp');
    expect(await page.getByRole('dialog').getByRole('option', { selected: true }).count()).toBe(1);
    await field.fill('nothing has this name');
    await page.getByText('Nothing found').waitFor();
    await page.getByRole('option', { name: /^Search everything/ }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    // The field of a closed dialog has the focus until the dialog leaves the page.
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.type('gi');
    await page.getByRole('heading', { name: 'Imports' }).waitFor();
    await page.keyboard.press('Control+k');
    await field.fill('airflow.json');
    await page.getByRole('option', { name: /^airflow\.json .*succeeded/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/imports/${id}`);
  });

  it('show the state of the system', async () => {
    await page.getByRole('link', { name: 'System' }).click();
    await page.getByText('Nothing needs an operator').waitFor();
    await page.getByRole('region', { name: 'Workers' }).getByText('Well').waitFor();
    expect(await page.getByRole('region', { name: 'Queue' }).textContent()).toContain(
      backend.name === 'redis' ? 'Redis' : 'PostgreSQL',
    );
    expect(await page.getByRole('region', { name: 'Disk' }).textContent()).toMatch(/Free for uploads[\d.]+ [kMGT]B/);
    expect(await page.getByRole('region', { name: 'Housekeeping' }).textContent()).toContain('Imports to remove0');
    await page.getByRole('row', { name: /^Worker \d+\.\d+\.\d+ / }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('show the notifications of imports, and how their receivers responded', async () => {
    await stack.fetch('/callback-secret', { method: 'POST' });
    // The name has no address: RFC 6761 reserves `.invalid`.
    const callbackUrl = 'https://receiver.invalid/imports';
    await submitDocument(stack, { name: 'notified.json', text: airflow }, { callbackUrl });
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await page.getByRole('row', { name: /^Given up .*receiver\.invalid.*Airflow API/ }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'Delivered' }).click();
    await page.getByText('No notification matches the filters').waitFor();
    expect(new URL(page.url()).searchParams.get('notification')).toBe('["delivered"]');
    await page.getByRole('button', { name: 'Given up' }).click();
    await page.getByRole('link', { name: callbackUrl }).click();
    await page.getByRole('heading', { name: 'notified.json' }).waitFor();
  });

  it('show what needs an operator: a notification that was given up, and a worker that dies', async () => {
    await page.getByRole('link', { name: 'System' }).click();
    await page.getByText('Notifications of the last day that were given up: 1.').waitFor();
    stack.workers[0]?.kill('SIGKILL');
    await page.getByText('No worker is connected to the database.').waitFor();
    await page.getByRole('region', { name: 'Workers' }).getByText('Down').waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('lead to the queue dashboard, which needs the session and no exception of the content security policy', async () => {
    const [response] = await Promise.all([
      page.waitForResponse(/\/console\/system\/queues\/$/),
      page.getByRole('link', { name: 'Queues' }).click(),
    ]);
    const policy = response.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("style-src 'self'; ");
    expect(policy).not.toContain('unsafe');
    await page
      .getByText(/bulk-import/)
      .first()
      .waitFor();

    const own = await visit();
    await own.goto(`${stack.baseUrl}/console/system/queues/`);
    await own.getByRole('heading', { name: 'Sign in' }).waitFor();
    await own.goto(await createLink(stack, stack.apiKey));
    await own.getByRole('heading', { name: 'Overview' }).waitFor();
    const refused = await own.goto(`${stack.baseUrl}/console/system/queues/`);
    expect(refused?.status()).toBe(403);
    await own.goto(`${stack.baseUrl}/console/system`);
    await own.getByText('This page needs the role “operator”').waitFor();
  });

  it('lead to the documentation, which sends requests to the address at which it was opened', async () => {
    const other = stack.baseUrl.replace('127.0.0.1', 'localhost');
    const own = await visit({ baseUrl: other });
    const link = (await createLink(stack, stack.apiKey)).replace(stack.baseUrl, other);
    await own.goto(link);
    await own.getByRole('heading', { name: 'Overview' }).waitFor();
    await own.goto(`${other}/docs#/Importing/ListImports`);
    await own.getByRole('button', { name: 'Try it out' }).click({ timeout: 60_000 });
    const [answer] = await Promise.all([
      own.waitForResponse(/\/imports\?/),
      own.getByRole('button', { name: 'Execute' }).click(),
    ]);
    expect({ status: answer.status(), url: answer.url() }).toMatchObject({
      status: 200,
      url: expect.stringContaining(`${other}/api/connect/v1/o/${stack.organisationId}/imports?`),
    });
  });
});
