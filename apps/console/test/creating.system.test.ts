import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findFaultsOfLook } from './find-violations.ts';
import { submitDocument } from './submit.ts';

const text = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: 'https://pets.example' }],
  paths: { '/pets': { get: { operationId: 'listPets', responses: { 200: { description: 'ok' } } } } },
  components: {
    securitySchemes: {
      key: { type: 'apiKey', name: 'X-Key', in: 'header', description: 'The key' },
      login: {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: 'https://pets.example/authorize',
            tokenUrl: 'https://pets.example/token',
            scopes: { 'pets:read': 'Read pets' },
          },
        },
      },
    },
  },
  security: [{ key: [] }, { login: ['pets:read'] }],
});

describeConsoleOnce('creating in the console', (start) => {
  let stack: Stack;
  let page: Page;
  let connectorId: string;

  beforeAll(async () => {
    ({ stack, page } = await start());
    ({ connectorId } = await submitDocument(stack, { name: 'pets.json', text }));
  }, setUpMs);

  const open = (part: string): Promise<unknown> =>
    page.goto(`${stack.baseUrl}/console/connectors/${connectorId}${part}`);

  async function read<Value = Readonly<Record<string, unknown>>>(path: string): Promise<Value> {
    return JSON.parse(await (await stack.fetch(`/connectors/${connectorId}${path}`)).text());
  }

  interface Scheme {
    readonly id: string;
    readonly key?: string;
    readonly description: string;
  }
  const readSchemes = async (): Promise<readonly Scheme[]> =>
    (await read<{ authSchemeConfigs: readonly Scheme[] }>('')).authSchemeConfigs;
  const saved = (): Promise<void> => page.getByText('Saved.', { exact: true }).waitFor();
  const name = () => page.getByLabel('Name', { exact: true }).first();
  const create = () => page.getByRole('button', { name: 'Create', exact: true });

  it('creates a definition, with errors at its fields', async () => {
    await open('/versions/1/definitions');
    await page.getByRole('link', { name: 'New definition' }).click();
    await name().fill('A pet');
    await create().click();
    await page
      .locator('#field-name-notes')
      .getByText(/must consist of letters/)
      .waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await name().fill('Pet');
    await page.getByLabel('JSON Schema').fill('{"type": "strange"}');
    await create().click();
    await page.waitForURL(/definitions\/Pet$/);
    expect(await read('/versions/1/definitions/Pet')).toMatchObject({ name: 'Pet', accept: ['application/json'] });
  });

  it('creates an action that refers to it, and asks before the form is left', async () => {
    await open('/versions/1');
    await page.getByRole('link', { name: 'New action' }).click();
    await name().fill('getPet');
    await page.getByRole('link', { name: 'Connectors' }).click();
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await question.getByRole('button', { name: 'Stay' }).click();
    await question.waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: 'Path' }).fill('/pets/{{ param.id }}');
    await page.getByRole('button', { name: 'Add a parameter' }).click();
    const fields = page.getByRole('region', { name: 'Parameters' });
    await fields.getByLabel('Name').fill('id');
    await fields.getByLabel('In').selectOption('path');
    await fields.getByLabel('Required').check();
    await page.getByRole('button', { name: 'Add a definition' }).click();
    await page.getByLabel('Definition', { exact: true }).fill('Pet');
    expect(await findFaultsOfLook(page)).toEqual([]);
    await create().click();
    await page.waitForURL(/actions\/getPet$/);
    await page.getByText('Created', { exact: true }).waitFor();
    expect(await read('/versions/1/actions/getPet')).toMatchObject({
      path: '/pets/{{ param.id }}',
      parameters: [{ name: 'id', in: 'path', required: true }],
      responses: [{ status: 200, definitions: [{ definition: { name: 'Pet' } }] }],
    });
  });

  it('creates a trigger, and refuses a name that is taken', async () => {
    await open('/versions/1/triggers');
    await page.getByRole('link', { name: 'New trigger' }).click();
    await name().fill('petAdopted');
    await create().click();
    await page.waitForURL(/triggers\/petAdopted$/);
    await open('/versions/1/new/trigger');
    await name().fill('petAdopted');
    await create().click();
    await page.getByText(/has a trigger of this name already/).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('changes an auth scheme, also when something else of the connector has changed', async () => {
    await open('');
    await page.getByRole('link', { name: 'key', exact: true }).click();
    await page.getByLabel('Description').fill('Mine');
    const tags = { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{"tags":{"team":"a"}}' };
    expect((await stack.fetch(`/connectors/${connectorId}/tags`, tags)).status).toBe(204);
    await page.getByRole('button', { name: 'Save' }).click();
    await saved();
    expect(await readSchemes()).toContainEqual(expect.objectContaining({ key: 'key', description: 'Mine' }));
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('shows what somebody else changed of an auth scheme, and merges', async () => {
    const scheme = (await readSchemes()).find(({ key }) => key === 'key');
    await open(`/auth-schemes/${scheme?.id}`);
    await page.getByLabel('Description').fill('Ours');
    const theirs = JSON.stringify({ ...scheme, name: 'X-Other' });
    const init = { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: theirs };
    expect((await stack.fetch(`/connectors/${connectorId}/auth-scheme-configs/${scheme?.id}`, init)).status).toBe(200);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('1 field changed, none of those that you changed.').waitFor();
    await page.getByRole('button', { name: 'Merge, and keep my changes' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await saved();
    expect(await readSchemes()).toContainEqual(expect.objectContaining({ description: 'Ours', name: 'X-Other' }));
  });

  it('stores the secret of a client without showing it, and adds a scope', async () => {
    await open('');
    await page.getByRole('link', { name: 'login', exact: true }).click();
    await page.getByLabel('Client id').fill('pets-client');
    await page.getByLabel('Client secret').fill('very-secret');
    await page.getByRole('button', { name: 'Add a scope' }).click();
    await page.getByLabel('Name', { exact: true }).last().fill('pets:write');
    await page.getByRole('button', { name: 'Save' }).click();
    await saved();
    await page.getByText('One is stored. Empty keeps it; it is never shown.').waitFor();
    expect(await page.getByLabel('Client secret').inputValue()).toBe('');
    expect(await readSchemes()).toContainEqual(
      expect.objectContaining({
        key: 'login',
        scopes: [{ name: 'pets:read', description: 'Read pets' }, { name: 'pets:write' }],
        grant: { grantType: 'authorization_code', clientId: 'pets-client', hasClientSecret: true },
      }),
    );
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('adds an auth scheme, deletes one, and reverts it', async () => {
    await open('');
    await page.getByRole('link', { name: 'New auth scheme' }).click();
    await page.getByLabel('Kind', { exact: true }).selectOption('HMAC signature');
    await page.getByLabel('Name', { exact: true }).fill('X-Signature');
    await page.getByLabel('Sign the URL').check();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('X-Signature in the header').waitFor();
    expect(await readSchemes()).toContainEqual(
      expect.objectContaining({ schemeType: 'hmac', digestInputs: ['body', 'url'] }),
    );
    await page.getByRole('link', { name: 'key', exact: true }).click();
    await page.getByRole('button', { name: 'Delete key' }).click();
    await page.getByRole('button', { name: 'Confirm: delete key' }).click();
    await page.getByText('Deleted', { exact: true }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'Revert key' }).click();
    await page.getByRole('button', { name: 'Confirm: revert key' }).click();
    await page.getByRole('link', { name: 'key', exact: true }).waitFor();
    expect(await readSchemes()).toContainEqual(expect.objectContaining({ key: 'key', description: 'The key' }));
  });
});
