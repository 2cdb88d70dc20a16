import { readFileSync } from 'node:fs';
import type { Stack } from '@connectory/testing';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { changeResponses } from './change-responses.ts';
import { describeConsoleOnce, setUpMs } from './describe-console.ts';
import { findFaultsOfLook } from './find-violations.ts';
import { longName, richDocument } from './rich-document.ts';
import { submitDocument } from './submit.ts';

const patienceMs = 150_000;

const copied = 'navigator.clipboard.readText()';

describeConsoleOnce('the pages of a version', (start) => {
  let stack: Stack;
  let page: Page;
  let first: { readonly id: string; readonly connectorId: string };

  beforeAll(async () => {
    ({ stack, page } = await start({ context: { permissions: ['clipboard-read', 'clipboard-write'] } }));
    // An excerpt is cut by a process, whose start takes long on a busy machine.
    page.setDefaultTimeout(patienceMs);
    first = await submitDocument(stack, { name: 'rich.json', text: richDocument() });
  }, setUpMs);

  const openVersion = (address = ''): Promise<unknown> =>
    page.goto(`${stack.baseUrl}/console/connectors/${first.connectorId}/versions/1${address}`);

  it('limits the actions to a tag and to those with a message, in the address', async () => {
    await openVersion();
    await page.getByText(/^3 actions$/).waitFor();
    await page.getByRole('combobox', { name: 'Tag' }).selectOption('pets');
    await page.getByText('2 of 3 actions').waitFor();
    await page.getByRole('button', { name: 'With a message 1' }).click();
    await page.getByText('1 of 3 actions').waitFor();
    await page.getByRole('option', { name: /listPets/ }).waitFor();
    const search = new URL(page.url()).searchParams;
    expect([search.get('tag'), search.get('only')]).toEqual(['pets', '["message"]']);
    await page.reload();
    await page.getByText('1 of 3 actions').waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('shows the request of an action, its schema as a tree that survives cycles, and a command to copy', async () => {
    await openVersion('?action=addPet');
    await page.getByRole('heading', { name: 'Add a pet' }).waitFor();
    await page.getByText('header X-Api-Key').waitFor();
    const tree = page.getByRole('tree', { name: 'Schema of Pet' }).first();
    await tree.getByRole('treeitem', { name: 'tree Node' }).waitFor();

    // From the root to the cycle, by keyboard alone.
    await tree.getByRole('treeitem').first().focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    const cycle = tree.getByRole('treeitem', { name: 'parent Node repeats' });
    await cycle.waitFor();
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    await expect.poll(() => cycle.count()).toBe(2);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => cycle.count()).toBe(1);

    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await page.getByText('Copied').waitFor();
    const command = String(await page.evaluate(copied));
    expect(command).toContain("curl -X POST https://api.rich.example/v1/pets \\\n  -H 'X-Api-Key: <key>'");
    expect(command).toContain('"name": "Rex"');
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('leads from an action to its place in the document, which can be shown as written', async () => {
    await openVersion('?action=addPet');
    await page.getByRole('button', { name: 'Show the lines' }).click();
    await page.locator('mark').first().waitFor();
    await page.getByRole('link', { name: 'Open the document here' }).click();
    await page.locator('mark', { hasText: '"post": {' }).waitFor();
    expect(new URL(page.url()).searchParams.get('pointer')).toBe('/paths/~1pets/post');
    expect(await findFaultsOfLook(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show as written' }).click();
    await page.getByText(/^1 lines?$/).waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export YAML' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('1.yaml');
    expect(readFileSync(await download.path(), 'utf8')).toMatch(/^openapi: 3\.1/);
  });

  it('lists the messages of a version, goes through them by keys, and opens one place by its link', async () => {
    await openVersion('/messages');
    await page.getByRole('button', { name: /SECURITY_SCHEME_UNKNOWN/ }).waitFor();
    await page.keyboard.press('n');
    await page.locator('mark').first().waitFor();
    const opened = (): string | null => new URL(page.url()).searchParams.get('message');
    const [one] = [opened()];
    expect(one).not.toBeNull();
    await page.keyboard.press('n');
    await expect.poll(opened).not.toBe(one);
    await page.keyboard.press('p');
    await expect.poll(opened).toBe(one);
    await openVersion('/messages?message=SECURITY_SCHEME_UNKNOWN&place=1');
    await page.getByRole('link', { name: 'Open the document here' }).click();
    await page.locator('mark', { hasText: 'unknown' }).first().waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('marks what is new since the version before, and copies the request that repeats an import', async () => {
    const text = richDocument(['unknown', 'other']).replace('"in":"path"', '"in":"path","schema ":1');
    const { id } = await submitDocument(
      stack,
      { name: 'second.json', text: text.replace('"summary":"Add a pet"', '"deprecated":"yes"') },
      { connectorId: first.connectorId, version: '2', include: { tags: ['*'] } },
    );
    const connector = await changeResponses(page, 'held', ({ pathname }) => pathname.endsWith(first.connectorId));
    await page.goto(`${stack.baseUrl}/console/imports/${id}`);
    await page.getByRole('button', { name: /SECURITY_SCHEME_UNKNOWN.*1 more than before/ }).waitFor();
    await page.getByRole('button', { name: /VIOLATION New/ }).waitFor();
    const copy = page.getByRole('button', { name: 'Copy as curl' });
    // Whether the request goes into the connector is known once the connector is read.
    expect(await copy.isDisabled()).toBe(true);
    connector.become('sent');
    await copy.click();
    await connector.release();
    await page.getByText('Copied').waitFor();
    const command = String(await page.evaluate(copied));
    expect(command).toContain(`/connector/${first.connectorId}/http/import`);
    expect(command).toContain('"include":{"tags":["*"]}');
    expect(await findFaultsOfLook(page)).toEqual([]);
  });

  it('shows the schema of a definition as a tree, what uses it, and its place', async () => {
    await openVersion('/definitions/Pet');
    const stored = page.getByRole('region', { name: 'As it is stored' });
    await stored.getByRole('treeitem', { name: 'tree Node' }).waitFor();
    await stored.getByRole('link', { name: 'addPet' }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
    await stored.getByRole('link', { name: 'Open the document here' }).click();
    await page.locator('mark', { hasText: '"Pet": {' }).waitFor();
  });

  it('keeps its layout with names of two hundred characters', async () => {
    await openVersion(`?action=${longName}`);
    await page.getByRole('tree').first().getByRole('treeitem').first().click();
    await page.getByRole('treeitem', { name: /^parent/ }).waitFor();
    expect(await findFaultsOfLook(page)).toEqual([]);
  });
});
