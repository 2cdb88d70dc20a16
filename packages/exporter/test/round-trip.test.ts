import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '@connectory/json';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { exportText, importRoot } from './import-root.ts';

const goldens = path.join(import.meta.dirname, '../../importer/test/golden');
const documents = readdirSync(goldens)
  .filter((name) => name !== '23-no-openapi-object')
  .map((name): [string, Json] => [name, load(readFileSync(path.join(goldens, name, 'openapi.yaml'), 'utf8')) as Json]);

describe('Exporting what was imported', () => {
  it.each(documents)('and importing it again is the identity: %s', async (_name, root) => {
    const first = await exportText(importRoot(root));
    const second = await exportText(importRoot(JSON.parse(first) as Json));
    expect(second).toBe(first);
  });
});
