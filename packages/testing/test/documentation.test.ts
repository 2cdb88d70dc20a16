import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiOperations, errorCatalogue, importFailures, ownResponsesOf } from '@connectory/contract';
import { parseSettings, settingSections } from '@connectory/runtime';
import { describe, expect, test } from 'vitest';
import { renderSettingsPage } from './render-settings-page.ts';
import { readSources } from './source-files.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Reads the rows of all tables of a page. @returns the cells of each row, without backquotes */
function rowsOf(page: string): readonly (readonly string[])[] {
  const rows = page.split('\n').filter((line) => line.startsWith('| '));
  return rows.map((row) =>
    row
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.replaceAll('`', '').trim()),
  );
}

test('docs/settings.md has a row for every setting (update with `npm run docs`)', async () => {
  const page = path.join(root, 'docs/settings.md');
  await expect(renderSettingsPage(readFileSync(page, 'utf8'), settingSections)).toMatchFileSnapshot(page);
  const listed = settingSections.flatMap(({ settings }) => Object.keys(settings));
  expect([...listed].sort()).toEqual(Object.keys(parseSettings({})).sort());
});

describe('docs/mapping.md', () => {
  const listed = new Set(rowsOf(read('docs/mapping.md')).map(([code = '']) => code));
  const sourcesOf = (folder: string): string =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => read(path.join(folder, file)))
      .join('\n');
  const codesIn = (text: string, pattern: RegExp): string[] => [...new Set(text.match(pattern))];

  test('lists every code with which reading a document can fail', () => {
    const reading = sourcesOf('packages/document/src');
    const faults = codesIn(reading, /(?<=')(?:document|archive)_[a-z_]+(?=')/g);
    expect(faults.length).toBeGreaterThan(20);
    expect([...listed]).toEqual(expect.arrayContaining(faults));
  });

  test('lists every code with which a worker ends an import', () => {
    const codes = codesIn(sourcesOf('apps/worker/src'), /(?<=code: ')[a-z]+(?:_[a-z]+)+(?=')/g);
    expect(codes.length).toBeGreaterThan(5);
    expect([...listed]).toEqual(expect.arrayContaining(codes));
  });

  test('lists the codes of failed imports that clients know the causes of', () => {
    const [, errors = ''] = read('docs/mapping.md').split('\n## Errors\n');
    const codes = rowsOf(errors.split('\n## ')[0] ?? '').map(([code = '']) => code);
    expect(codes.filter((code) => /^[a-z_]+$/.test(code) && code !== 'code').sort()).toEqual(
      Object.keys(importFailures).sort(),
    );
  });
});

describe('docs/api', () => {
  const pages = readdirSync(path.join(root, 'docs/api'));
  const rows = pages.flatMap((page) => rowsOf(read(`docs/api/${page}`)));

  test('lists every operation with its path and responses', () => {
    for (const operation of apiOperations) {
      const { operationId, method, path: route } = operation;
      const responses = ownResponsesOf(operation);
      const request = `${method.toUpperCase()} ${route.replace('/api/connect/v1/o/{organisation_id}', '…')}`;
      const row = rows.find((cells) => cells[1] === operationId);
      expect([row?.[0], row?.[3]], operationId).toEqual([request, Object.keys(responses).join(' ')]);
    }
  });

  test('lists every error code with its status and next step', () => {
    for (const [code, { status, next }] of Object.entries(errorCatalogue)) {
      expect(rows, code).toContainEqual([code, String(status), next]);
    }
  });
});

describe('docs/monitoring.md', () => {
  test('lists every metric of Connectory, and no other', () => {
    const listed = rowsOf(read('docs/monitoring.md'))
      .map(([name = '']) => name)
      .filter((name) => name.startsWith('connectory_'));
    const sources = readSources(root).map(({ text }) => text);
    const registered = sources.flatMap(
      (text) =>
        text.match(
          /(?<=new (?:Counter|Gauge|Histogram)\(\{\s*name: '|^ {4}name: ')connectory_[a-z_]+(?=',\s+help)/gm,
        ) ?? [],
    );
    expect(registered.length).toBeGreaterThan(20);
    expect([...new Set(listed)].sort()).toEqual([...new Set(registered)].sort());
  });
});

test('every link between pages leads to an existing file', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'examples/README.md'];
  pages.push(
    ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `docs/${file}`),
  );
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)#\s]+)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !/^[a-z]+:/.test(link))
      .map((link) => ({ page, file: path.join(root, path.dirname(page), link) })),
  );
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter(({ file }) => !existsSync(file))).toEqual([]);
});

test('every test that docs/security.md names exists', () => {
  const named = [...read('docs/security.md').matchAll(/`((?:apps|packages)\/[^`]+\.test\.ts)`/g)].map(
    ([, file = '']) => file,
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
