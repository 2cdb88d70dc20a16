import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Installation } from './installation.ts';

/** Runs each command that a new user runs first. @throws when one fails or prints no result */
export async function tryInstallation(user: Installation): Promise<void> {
  await writeDocuments(user.folder);
  await expectText(user.connectory(['--version']), /^\d+\.\d+\.\d+\n$/);
  await expectText(user.connectory(['check', 'shop-1.json']), /shop-1\.json/);
  // Starts a service for itself.
  const imported: unknown = JSON.parse(await user.connectory(['import', 'shop-1.json', '--json']));
  const connector = (imported as { readonly connector: { readonly id: string } }).connector.id;
  const service = await user.start();
  try {
    await expectText(user.connectory(['import', 'shop-2.json', '--connector', connector, '--version', '2']), /Shop/);
    await expectText(user.connectory(['diff', connector, '1.0.0', '2'], 1), /removed/i);
    await expectText(user.connectory(['export', connector, '2']), /"openapi": ?"3/);
  } finally {
    await service.stop();
  }
}

/** Two versions of an API, of which the second breaks users of the first. */
async function writeDocuments(folder: string): Promise<void> {
  const list = (operationId: string) => ({ get: { operationId, responses: { 200: { description: 'OK' } } } });
  const shops = list('listShops');
  const documents = [{ '/pets': list('listPets'), '/shops': shops }, { '/shops': shops }];
  for (const [index, paths] of documents.entries()) {
    const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'Shop', version: '1.0.0' }, paths });
    await writeFile(path.join(folder, `shop-${index + 1}.json`), text);
  }
}

async function expectText(printed: Promise<string>, pattern: RegExp): Promise<void> {
  const text = await printed;
  if (!pattern.test(text)) throw new Error(`${String(pattern)} does not match the output:\n${text}`);
}
