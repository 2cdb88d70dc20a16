import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findFaultsOfLook } from './find-violations.ts';
import { submitDocument } from './submit.ts';

const pet = { type: 'object', properties: { name: { type: 'string' }, tag: { $ref: '#/components/schemas/Tag' } } };
const content = { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } };

function petsWith(summary: string): string {
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1' },
    servers: [{ url: 'https://pets.example' }],
    paths: {
      '/pets/{id}': {
        get: {
          operationId: 'getPet',
          summary,
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: { description: 'ok', content } },
        },
        delete: {
          operationId: 'deletePet',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 204: { description: 'gone' } },
        },
      },
    },
    webhooks: { adopted: { post: { operationId: 'petAdopted', responses: { 200: { description: 'ok' } } } } },
    components: { schemas: { Pet: pet, Tag: { type: 'string' } } },
  });
}

describeConsoleOnce('editing in the console', (start) => {
  let stack: Stack;
  let page: Page;
  let connectorId: string;

  beforeAll(async () => {
    ({ stack, page } = await start());
    ({ connectorId } = await submitDocument(stack, { name: 'pets.json', text: petsWith('Get') }));
  }, setUpMs);

  const versionOf = (): string => `/connectors/${connectorId}/versions/1`;
  const open = (part: string): Promise<unknown> => page.goto(`${stack.baseUrl}/console${versionOf()}${part}`);

  /** Reads an entity through the API. */
  async function read(path: string): Promise<Readonly<Record<string, unknown>>> {
    return JSON.parse(await (await stack.fetch(`${versionOf()}${path}`)).text());
  }

  /** Changes an action as another client does. */
  async function changeElsewhere(name: string, change: object): Promise<void> {
    const body = JSON.stringify({ ...(await read(`/actions/${name}`)), ...change });
    const init = { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body };
    expect((await stack.fetch(`${versionOf()}/actions/${name}`, init)).status).toBe(200);
  }

  it('changes an action by keyboard alone, and marks it', async () => {
    await open('?action=getPet');
    await page.getByRole('link', { name: 'Edit', exact: true }).focus();
    await page.keyboard.press('Enter');
    const summary = page.getByLabel('Summary');
    await summary.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Find a pet');
    await page.getByText('Changes are not saved.').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect((await read('/actions/getPet'))['summary']).toBe('Find a pet');
    await page.getByText('Edited', { exact: true }).waitFor();
    await open('');
    await page
      .getByRole('option', { name: /getPet|Find a pet/ })
      .getByText('Edited')
      .waitFor();
  });

  it('shows what somebody else changed meanwhile, and merges both changes', async () => {
    await open('/actions/getPet');
    await page.getByLabel('Summary').fill('Mine');
    await changeElsewhere('getPet', { summary: 'Theirs', description: 'Also theirs' });
    await page.getByRole('button', { name: 'Save' }).click();
    const panel = page.locator('[data-collision="changed"]');
    await panel.getByText('2 fields changed, 1 of them here too').waitFor();
    expect(await panel.textContent()).toMatch(/summary.*"Find a pet".*"Theirs".*"Mine"/s);
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'Merge, and keep my changes' }).click();
    expect(await page.getByLabel('Description', { exact: true }).inputValue()).toBe('Also theirs');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(await read('/actions/getPet')).toMatchObject({ summary: 'Mine', description: 'Also theirs' });

    await page.getByLabel('Summary').fill('Dropped');
    await changeElsewhere('getPet', { summary: 'Stays' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Reload, and drop my changes' }).click();
    expect(await page.getByLabel('Summary').inputValue()).toBe('Stays');
  });

  it('asks before a page with unsaved changes is left or reloaded', async () => {
    await open('?action=getPet');
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await page.getByLabel('Summary').click();
    await page.keyboard.type('Not saved ');
    await page.getByRole('link', { name: 'Connectors' }).click();
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await question.getByText('The changes of the action getPet are lost').waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await page.getByLabel('Summary').inputValue()).toContain('Not saved');

    const asked = page.waitForEvent('dialog');
    await page.evaluate('void requestAnimationFrame(() => location.reload())');
    const reload = await asked;
    expect(reload.type()).toBe('beforeunload');
    await reload.dismiss();
    expect(await page.getByLabel('Summary').inputValue()).toContain('Not saved');

    await page.evaluate('history.back()');
    await question.getByRole('button', { name: 'Leave, and drop the changes' }).click();
    await page.getByLabel('Summary').waitFor({ state: 'detached' });
    await open('/actions/getPet');
    await page.getByRole('link', { name: 'Connectors' }).click();
    await page.getByRole('heading', { level: 1, name: 'Connectors' }).waitFor();
  });

  it('shows refused values and findings at their fields', async () => {
    await open('/actions/getPet');
    const name = page.getByLabel('Name', { exact: true }).first();
    await name.fill('get pet');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true');
    await page
      .locator('#field-name-notes')
      .getByText(/must consist of letters/)
      .waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await name.fill('findPet');
    await page.getByRole('button', { name: 'Remove the parameter id' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/actions\/findPet$/);
    await page.locator('#field-path-notes').getByText('Error').waitFor();
    await page.getByRole('button', { name: 'path', exact: true }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('field-path');
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('changes the schema of a definition, and says what keeps it from being deleted', async () => {
    await open('/definitions');
    await page.getByRole('link', { name: 'Tag' }).click();
    const schema = page.getByLabel('JSON Schema');
    await schema.fill('{');
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .locator('#field-schema-notes')
      .getByText(/is not JSON/)
      .waitFor();
    await schema.fill('{"type": "integer"}');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(JSON.parse(await schema.inputValue())).toMatchObject({ type: 'integer' });
    await page.getByRole('button', { name: 'Delete Tag' }).click();
    await page.getByRole('button', { name: 'Confirm: delete Tag' }).click();
    await page.getByText('definition Pet').waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'Delete Tag anyway' }).click();
    await page.waitForURL(/definitions$/);
    await page.getByRole('link', { name: 'Pet', exact: true }).waitFor();
    expect((await stack.fetch(`${versionOf()}/definitions/Tag`)).status).toBe(404);
  });

  it('says what an import did to each edit, with the three values of a conflict', async () => {
    await changeElsewhere('findPet', { summary: 'Mine' });
    const target = { connectorId, version: '1', ifExists: 'replace', dryRun: true };
    const { id } = await submitDocument(stack, { name: 'pets.json', text: petsWith('Read') }, target);
    await page.goto(`${stack.baseUrl}/console/imports/${id}`);
    await page.getByRole('button', { name: /Conflict.*findPet/ }).click();
    const edits = page.getByRole('region', { name: /^Edits/ });
    expect(await edits.textContent()).toMatch(/before"Get".*won"Mine".*document"Read"/s);
    await edits.getByRole('button', { name: /Tag/ }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('lists the edits, and reverts one after a confirmation', async () => {
    await open('/edits');
    await page.getByRole('row', { name: /Tag.*Deleted/ }).waitFor();
    expect(await page.getByRole('row', { name: /findPet/ }).textContent()).toMatch(/imported as getPet.*Edited/s);
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'Revert Tag' }).click();
    await page.getByRole('button', { name: 'Confirm: revert Tag' }).click();
    await page.getByRole('row', { name: /Tag/ }).waitFor({ state: 'detached' });
    expect((await stack.fetch(`${versionOf()}/definitions/Tag`)).status).toBe(200);
  });

  it('has no findings of axe on the lists, and locks what is published', async () => {
    await open('/triggers');
    await page.getByRole('link', { name: 'petAdopted' }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('link', { name: 'petAdopted' }).click();
    await page.getByLabel('Summary').waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await open('/definitions');
    await page.getByRole('link', { name: 'Pet', exact: true }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await open('/edits');
    await page.getByRole('button', { name: 'Revert findPet' }).click();
    await page.getByRole('button', { name: 'Confirm: revert findPet' }).click();
    await page.getByText('Nothing was edited').waitFor();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('button', { name: 'Unpublish' }).waitFor();
    await open('/actions/getPet');
    await page.getByText('Published versions cannot be changed.').waitFor();
    expect(await page.getByLabel('Summary').isDisabled()).toBe(true);
  });

  it('has a menu of its pages on a phone, by touch and by keyboard', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open('/edits');
    const menu = page.getByRole('button', { name: 'Menu' });
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Limits' }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('link', { name: 'Limits' }).click();
    await page.getByRole('heading', { level: 1, name: 'Limits' }).waitFor();
    expect(await menu.getAttribute('aria-expanded')).toBe('false');
    await page.setViewportSize({ width: 1_280, height: 800 });
  });
});
