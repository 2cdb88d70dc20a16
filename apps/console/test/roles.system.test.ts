import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { createKey } from './create-key.ts';
import { type Console, describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findFaultsOfLook } from './find-violations.ts';
import { signIn } from './sign-in.ts';
import { airflow, submitDocument } from './submit.ts';

describeConsoleOnce('what a role may not do, and signing out', (start) => {
  let stack: Stack;
  let page: Page;
  let visit: Console['visit'];
  let connector: string;
  let imported: string;

  beforeAll(async () => {
    ({ stack, visit } = await start({ as: 'stranger' }));
    const { id, connectorId } = await submitDocument(stack, { name: 'airflow.json', text: airflow });
    imported = `/imports/${id}`;
    connector = `/connectors/${connectorId}`;
    page = await visit({ key: await createKey(stack, 'read') });
  }, setUpMs);

  const open = (address: string): Promise<unknown> => page.goto(`${stack.baseUrl}/console${address}`);

  it('is shown in the navigation, disabled, with the role that may', async () => {
    await open('/');
    for (const [name, role] of [
      ['Bulk runs', 'operator'],
      ['Keys', 'operator'],
      ['System', 'operator'],
      ['Audit', 'import'],
    ])
      await page.getByRole('link', { name: `${name}, needs the role “${role}”`, disabled: true }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it.each([
    ['/keys', 'Keys', 'operator'],
    ['/reimports', 'Bulk runs', 'operator'],
    ['/reimports/new', 'Bulk runs', 'operator'],
    ['/system', 'System', 'operator'],
    ['/audit', 'Audit', 'import'],
  ])('is no page, but says which role has it, and requests nothing: %s', async (address, title, role) => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await open(address);
    await page.getByRole('heading', { name: title, exact: true }).waitFor();
    await page.getByText(`This page needs the role “${role}”`).waitFor();
    await page.getByText('You are signed in with the role “read” (read).').waitFor();
    expect(
      requests.filter((url) => /\/(operator\/v1|audit)\b/.test(new URL(url).pathname) && url.includes('/api/')),
    ).toEqual([]);
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('is a disabled button on each page that has one', async () => {
    const buttons: readonly (readonly [address: string, name: RegExp])[] = [
      ['/', /^New import needs the role “import”/],
      ['/imports', /^New import needs the role “import”/],
      ['/imports/new', /^Import$/],
      [connector, /^New version needs the role “import”/],
      [connector, /^New auth scheme/],
      [`${connector}/versions/2.5.3`, /^Publish/],
      [imported, /^Create a link/],
    ];
    for (const [address, name] of buttons) {
      await open(address);
      const button = page.getByRole('button', { name });
      await button.waitFor();
      expect([address, await button.isDisabled()]).toEqual([address, true]);
      await page
        .getByText(/needs? (a key with )?the role “import”/i)
        .or(page.getByTitle(/Needs the role “import”/))
        .first()
        .waitFor();
    }
  });

  it('asks about unsaved changes before signing out ends the session', async () => {
    page = await visit({ key: stack.apiKey });
    await page.goto(`${stack.baseUrl}/console${connector}/versions/2.5.3/actions/get_connections`);
    await page.getByLabel('Summary').fill('A change that is not saved');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Leave without saving?' }).waitFor();
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Summary').inputValue()).toBe('A change that is not saved');
    const session = await page.request.get(`${stack.baseUrl}/api/connect/v1/session`);
    expect(session.status()).toBe(200);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Leave, and drop the changes' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect((await page.request.get(`${stack.baseUrl}/api/connect/v1/session`)).status()).toBe(401);
  });

  it('needs a click to sign out where a link from elsewhere leads to it', async () => {
    await signIn(page, stack);
    await page.goto(`${stack.baseUrl}/console/sign-out`);
    await page.getByRole('heading', { name: 'Sign out' }).waitFor();
    expect((await page.request.get(`${stack.baseUrl}/api/connect/v1/session`)).status()).toBe(200);
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect((await page.request.get(`${stack.baseUrl}/api/connect/v1/session`)).status()).toBe(401);
  });
});
