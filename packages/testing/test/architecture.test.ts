import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findBreaches, importRules, importsOf, readSources } from './import-rules.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = readSources(root);

describe('the architecture', () => {
  test('is looked at as a whole: every workspace has sources with imports', () => {
    for (const workspace of importRules.keys()) {
      const found = sources.filter(({ file }) => file.startsWith(`${workspace}/`));
      expect(found.flatMap(({ text }) => importsOf(text)).length, workspace).toBeGreaterThan(0);
    }
    expect(sources.length).toBeGreaterThan(100);
  });

  test('imports run one way, without cycles, and through the one door of each package', () => {
    expect(findBreaches(sources)).toEqual([]);
  });

  test('every package has one door, and no app has any', () => {
    for (const workspace of importRules.keys()) {
      const manifest: { exports?: object } = JSON.parse(
        readFileSync(path.join(root, workspace, 'package.json'), 'utf8'),
      );
      expect(Object.keys(manifest.exports ?? {}), workspace).toEqual(workspace.startsWith('packages/') ? ['.'] : []);
    }
  });

  test('every import of a package of ours is declared by the workspace that has it', () => {
    for (const workspace of importRules.keys()) {
      const manifest: { dependencies?: object } = JSON.parse(
        readFileSync(path.join(root, workspace, 'package.json'), 'utf8'),
      );
      const used = sources
        .filter(({ file }) => file.startsWith(`${workspace}/`))
        .flatMap(({ text }) => importsOf(text))
        .filter(({ specifier }) => specifier.startsWith('@connectory/'));
      const declared = Object.keys(manifest.dependencies ?? {});
      expect(declared, workspace).toEqual(expect.arrayContaining(used.map(({ specifier }) => specifier)));
    }
  });
});

describe('a breach of the architecture is found:', () => {
  test.each([
    ['an app that imports another', 'apps/cli/src/a.ts', `import { createApi } from '@connectory/api';`],
    ['an app that reaches into another', 'apps/cli/src/a.ts', `import { x } from '../../api/src/create-api.ts';`],
    [
      'a package that knows too much',
      'packages/importer/src/a.ts',
      `import { parseSettings } from '@connectory/runtime';`,
    ],
    [
      'a value where types are allowed',
      'packages/database/src/a.ts',
      `import {\n  type A,\n  b,\n} from '@connectory/importer';`,
    ],
    ['a deep path', 'apps/api/src/a.ts', `import { x } from '@connectory/database/src/page.ts';`],
    ['a dynamic import', 'packages/queue/src/a.ts', `const x = await import('@connectory/database');`],
    ['an export of everything', 'packages/queue/src/a.ts', `export * from './b.ts';`],
    ['an import for its effects', 'packages/contract/src/a.ts', `import '@connectory/runtime';`],
  ])('%s', (_what, file, text) => {
    expect(findBreaches([{ file, text }])).toHaveLength(1);
  });

  test('a cycle of three modules', () => {
    const files = ['a', 'b', 'c'].map((name, index) => ({
      file: `apps/api/src/${name}.ts`,
      text: `import { x } from './${'bca'[index]}.ts';`,
    }));
    expect(findBreaches(files)).toEqual([
      'apps/api/src/a.ts: imports itself through apps/api/src/b.ts, apps/api/src/c.ts',
    ]);
  });

  test.each([
    ['types where types are allowed', 'packages/database/src/a.ts', `import type { A } from '@connectory/importer';`],
    ['marked types', 'packages/document/src/a.ts', `import { type A, type B } from '@connectory/importer';`],
  ])('but not in %s', (_what, file, text) => {
    expect(findBreaches([{ file, text }])).toEqual([]);
  });
});
