import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const page = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');

describe('ARCHITECTURE.md', () => {
  test('names only files and folders that exist', () => {
    const named = [...page.matchAll(/`((?:apps|packages|prisma|bench|docs|examples)\/[\w./-]*)`/g)].map(
      ([, name = '']) => name,
    );
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });

  test('lists every app and package', () => {
    const workspaces = ['apps', 'packages'].flatMap((folder) =>
      readdirSync(path.join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(path.join(root, folder, entry.name, 'package.json')))
        .map((entry) => `${folder}/${entry.name}`),
    );
    expect(workspaces.filter((workspace) => !page.includes(`| \`${workspace}\` |`))).toEqual([]);
  });
});
