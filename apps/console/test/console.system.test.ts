import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { createLink } from './create-link.ts';
import { type Console, describeConsole, setUpMs } from './describe-console.ts';
import { findViolations } from './find-violations.ts';
import { airflow, submitDocument } from './submit.ts';

const airflowAs = (title: string) => ({ name: 'airflow.json', text: airflow.replace('Airflow API (Stable)', title) });

describeConsole('the console', (start) => {
  let stack: Stack;
  let page: Page;
  let visit: Console['visit'];

  beforeAll(async () => {
    ({ stack, page, visit } = await start({ as: 'stranger' }));
  }, setUpMs);

  const open = (address: string): Promise<unknown> => page.goto(`${stack.baseUrl}/console${address}`);

  it('sends a browser to sign in, and signs it in with a link that works once', async () => {
    await Promise.all([page.waitForResponse(/\/session\/ways$/), page.goto(`${stack.baseUrl}/`)]);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByText('with an API key of your organisation').waitFor();
    const link = await createLink(stack, stack.apiKey);
    await page.goto(link);
    await page.getByText('Nothing was imported yet').waitFor();
    expect(page.url()).toBe(`${stack.baseUrl}/console/`);

    const other = await visit();
    await other.goto(link);
    await other.getByText('This link was used already').waitFor();
    expect(other.url()).not.toContain('ctl_');
  });

  it('follows a document from the drop to the verdict, and shows a message in the document', async () => {
    await open('/imports/new');
    const dropped = await page.evaluateHandle(
      `(() => { const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(airflow)}], 'airflow.json')); return data; })()`,
    );
    await page.getByText('Drop an OpenAPI document here').dispatchEvent('drop', { dataTransfer: dropped });
    await page.getByText('119 kB').waitFor();
    expect(await page.getByLabel('Name').getAttribute('placeholder')).toBe('Airflow API (Stable)');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.locator('[data-verdict="succeeded"]').waitFor();
    expect(await page.locator('[data-verdict]').textContent()).toMatch(/^Imported 73 actions and \d+ definitions/);
    await page.getByRole('button', { name: /SERVER_RELATIVE/ }).click();
    await page.locator('mark').first().waitFor();
    expect(page.url()).toContain('message=SERVER_RELATIVE');
  });

  it('finds an action by search and by keyboard', async () => {
    const { connectorId } = await submitDocument(stack, airflowAs('Second'));
    await open(`/connectors/${connectorId}/versions/2.5.3`);
    await page.getByText('73 actions').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('delete connection');
    await page.getByText('1 of 73 actions').waitFor();
    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: 'Delete a connection' }).waitFor();
    expect(page.url()).toMatch(/q=delete\+connection&action=delete_connection/);
  });

  it('stays when the service is away, says so, and goes on when it is back', async () => {
    await open('/imports');
    await page.getByRole('link', { name: 'airflow.json' }).first().waitFor();
    await page.context().route('**/api/**', (route) => route.abort());
    await page.getByRole('button', { name: 'Failed' }).click();
    await page.getByRole('button', { name: 'Cancelled' }).click();
    await page.getByText('The service cannot be reached.').waitFor();
    await page.getByRole('heading', { name: 'Imports' }).waitFor();
    await page.context().unroute('**/api/**');
    await page.getByText('No import matches the filters').waitFor();
    await page.getByText('The service cannot be reached.').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('status')).toBe('["failed","cancelled"]');
    await page.getByRole('button', { name: 'All' }).click();
    await page.getByRole('row', { name: /airflow.json.*Airflow API/ }).waitFor();
  });

  it('dry-runs a changed copy, shows what breaks, replaces the draft and publishes it', async () => {
    const { connectorId } = await submitDocument(stack, airflowAs('Walk'));
    await open(`/connectors/${connectorId}/versions/2.5.3`);
    await page.getByRole('link', { name: 'Replace' }).click();
    const copy = airflowAs('Walk').text.replaceAll('/connections/{', '/moved/{');
    await page.locator('input[type=file]').setInputFiles({
      name: 'changed.json',
      mimeType: 'application/json',
      buffer: Buffer.from(copy),
    });
    expect(await page.getByLabel('Version (required)').inputValue()).toBe('2.5.3');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByRole('link', { name: 'See what breaks' }).click();
    await page.getByText(/^\d+ actions? breaks?: .*delete_connection/).waitFor();
    await page.getByRole('button', { name: /^Breaking \d/ }).click();
    await page.getByRole('button', { name: /delete_connection.*action/ }).click();
    expect(new URL(page.url()).searchParams.get('entry')).toBe('action delete_connection');
    await page.getByRole('link', { name: 'The import' }).click();
    await page.getByRole('button', { name: 'Replace the draft' }).click();
    await page.getByRole('link', { name: 'Open the version' }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('button', { name: 'Unpublish' }).waitFor();
  });

  it('shows an operator a bulk run: first dry, then for real, with its versions by outcome', async () => {
    const own = await visit({ key: stack.operatorApiKey });
    await own.getByRole('link', { name: 'Bulk runs' }).click();
    await own.getByText('No bulk runs yet').waitFor();
    await own.getByRole('link', { name: 'New bulk run' }).click();
    await own
      .locator('[data-selected]')
      .getByText(/^\d+ versions? of \d+ connectors? in 1 organisation$/)
      .waitFor();
    await own.getByLabel('Connector ids').fill('01ARZ3NDEKTSV4RRFFQ69G5FAV');
    await own.getByText('0 versions of 0 connectors in 0 organisations').waitFor();
    await own.getByLabel('Connector ids').fill('');
    await own.getByRole('button', { name: 'Begin the dry run' }).click();
    await own.locator('[data-run="finished"]').waitFor();
    await own.getByRole('link', { name: 'Run it for real' }).click();
    const confirm = own.getByLabel(/^Type \d+ to confirm$/);
    const total = /\d+/.exec((await own.getByText(/^Type \d+ to confirm$/).textContent()) ?? '')?.[0] ?? '';
    expect(await own.getByRole('button', { name: 'Begin the run' }).isDisabled()).toBe(true);
    await confirm.fill(total);
    await own.getByRole('button', { name: 'Begin the run' }).click();
    await own.locator('[data-run="finished"]').waitFor();
    await own.getByRole('button', { name: /^Unchanged \d/ }).click();
    expect(new URL(own.url()).searchParams.get('outcome')).toBe('["unchanged"]');
    const saved = own.waitForEvent('download');
    await own.getByRole('button', { name: 'CSV' }).click();
    expect((await saved).suggestedFilename()).toMatch(/\.csv$/);
    expect(await findViolations(own)).toEqual([]);
    await own.goto(`${stack.baseUrl}/console/reimports/new`);
    await own.getByLabel('Target').waitFor();
    expect(await findViolations(own)).toEqual([]);
    await own.getByRole('link', { name: 'Keys' }).click();
    await own.getByLabel('Name of a new key').fill('from the console');
    await own.getByRole('button', { name: 'Create' }).click();
    await own.getByText(/^cty_[\w-]{20,}$/).waitFor();
    await own.getByRole('button', { name: 'Revoke from the console' }).click();
    await own.getByRole('button', { name: 'Confirm: revoke from the console' }).click();
    await own.getByRole('row', { name: /Revoked from the console/ }).waitFor();
    expect(await findViolations(own)).toEqual([]);
    await own.getByRole('link', { name: 'Limits' }).click();
    await own.getByRole('row', { name: /Upload bytes.*MAX_UPLOAD_BYTES/ }).waitFor();
    expect(await findViolations(own)).toEqual([]);
  });

  it('has no findings of axe and no horizontal scroll on any page, light and dark', async () => {
    const { connectorId, id } = await submitDocument(stack, airflowAs('Third'));
    const failed = await submitDocument(stack, { name: 'broken.yaml', text: 'openapi: 3.0.0\ninfo: {title: x\n' });
    const version = `/connectors/${connectorId}/versions/2.5.3`;
    const pages: readonly (readonly [string, string])[] = [
      ['/imports', 'Imports'],
      ['/imports?status=cancelled', 'Imports'],
      ['/imports/new', 'New import'],
      [`/imports/${id}?message=SERVER_RELATIVE`, 'airflow.json'],
      [`/imports/${failed.id}`, 'broken.yaml'],
      ['/imports/01ARZ3NDEKTSV4RRFFQ69G5FAV', 'Import'],
      [`/connectors/${connectorId}/versions/2.5.3/diff`, 'Changes in 2.5.3'],
      ['/connectors', 'Connectors'],
      [`/connectors/${connectorId}`, 'Third'],
      [`${version}?action=get_connections`, 'Third 2.5.3'],
      ['/audit', 'Audit'],
      ['/limits', 'Limits'],
      ['/nowhere', 'There is no such page'],
      ['/sign-in', 'Sign in'],
    ];
    const found: string[] = [];
    for (const [address, heading] of pages) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1_280, height: 800 });
      await open(address);
      await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
      await expect.poll(() => page.locator('.skeleton').count(), { timeout: 30_000 }).toBe(0);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await findViolations(page)).map((violation) => `${address} ${colorScheme}: ${violation}`));
      }
      await page.setViewportSize({ width: 360, height: 740 });
      const excess: unknown = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      if (excess !== 0) found.push(`${address}: ${String(excess)} px wider than 360`);
    }
    expect(found).toEqual([]);
  }, 180_000);

  it('signs out, and comes back to sign in when its key has no session any more', async () => {
    await page.setViewportSize({ width: 1_280, height: 800 });
    await open('/connectors');
    await page.getByRole('link', { name: 'Third' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('API key').fill('cty_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('API key').fill(stack.apiKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();

    const headers = { Authorization: `Bearer ${stack.apiKey}` };
    await fetch(`${stack.baseUrl}/api/connect/v1/session`, { method: 'DELETE', headers });
    // Not by a link of the overview: it reads itself again, and may have come back already.
    await open('/connectors');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(page.url()).toContain('next=');
  });
});
