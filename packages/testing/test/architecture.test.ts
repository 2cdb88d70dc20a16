import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  type DependencyExceptions,
  findUndeclaredDependencies,
  findUnusedDependencies,
  type Manifest,
  type Workspace,
} from './dependency-rules.ts';
import { findCycles, findMutualFolders, type FolderExceptions } from './folder-rules.ts';
import { findForbiddenImports, importRules } from './import-rules.ts';
import { importsOf, listWorkspaces, readCode, readSources, type SourceFile } from './source-files.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = readSources(root);
const workspaces = listWorkspaces(root).map(readWorkspace);

const folderExceptions: FolderExceptions = new Map();

const dependencyExceptions: DependencyExceptions = new Map([
  ['packages/database @prisma/schema-engine-wasm', 'prisma/tools loads it when the package is built'],
  ['packages/database @prisma/driver-adapter-utils', 'prisma/tools loads it when the package is built'],
  ['packages/database @prisma/client', 'the generated client loads it'],
  ['apps/console tailwindcss', 'the style sheet imports it'],
]);

/** Imports that `dependencies` must not declare. */
const undeclaredExceptions: DependencyExceptions = new Map([
  ['packages/testing vitest', 'a dependency would be part of the production image'],
  ...[
    'react',
    'react-dom',
    'lucide-react',
    '@tanstack/react-query',
    '@tanstack/react-router',
    '@tanstack/react-virtual',
  ].map((name) => [`apps/console ${name}`, 'the built files contain it'] as const),
]);

/** Tools of the root that no script names. */
const rootExceptions: DependencyExceptions = new Map([
  [' @vitest/coverage-v8', 'vitest loads it for --coverage'],
  [' oxlint-tsgolint', 'oxlint runs it for --type-aware'],
  [' typescript', 'scripts call it tsc'],
  [' @biomejs/biome', 'scripts call it biome'],
  [' prisma', 'prisma/tools runs its command line by path'],
  [' pnpm', 'installPackage of the harness runs it by path'],
]);

function readManifest(folder: string): Manifest & { readonly exports?: object } {
  return JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
}

function readWorkspace(folder: string): Workspace {
  return {
    folder,
    manifest: readManifest(folder),
    sources: sources.filter(({ file }) => file.startsWith(`${folder}/src/`)),
    code: readCode(root, folder),
  };
}

function importing(name: string, ...imports: readonly string[]): SourceFile {
  return { file: name, text: imports.map((specifier) => `import type { X } from '${specifier}';`).join('\n') };
}

describe('the architecture', () => {
  test('has an import rule for every workspace, and every workspace has sources', () => {
    expect([...importRules.keys()].sort()).toEqual([...listWorkspaces(root)].sort());
    for (const workspace of workspaces) expect(workspace.sources.length, workspace.folder).toBeGreaterThan(0);
    expect(sources.flatMap(({ text }) => importsOf(text)).length).toBeGreaterThan(1_000);
  });

  test('allows imports in one direction and through the index of each package only', () => {
    expect(findForbiddenImports(sources)).toEqual([]);
  });

  test('has no import cycles, not even of types', () => {
    expect(findCycles(sources)).toEqual([]);
  });

  test('has no folders that import each other', () => {
    expect(findMutualFolders(sources, folderExceptions)).toEqual([]);
  });

  test('gives every package one entry point, and no app any', () => {
    for (const { folder } of workspaces) {
      const { exports = {} } = readManifest(folder);
      expect(Object.keys(exports), folder).toEqual(folder.startsWith('packages/') ? ['.'] : []);
    }
  });

  test('declares every package that a source file imports', () => {
    expect(workspaces.flatMap((workspace) => findUndeclaredDependencies(workspace, undeclaredExceptions))).toEqual([]);
  });

  test('declares no dependency that is not used', () => {
    expect(workspaces.flatMap((workspace) => findUnusedDependencies(workspace, dependencyExceptions))).toEqual([]);
  });

  test('declares no dependency of bench and clients, and no tool of the root, that is not used', () => {
    const bench = readCode(root, 'bench');
    const all = [...bench, ...workspaces.flatMap(({ code }) => code)];
    const ofClients = [...all, ...readCode(root, 'clients')];
    const ofRoot = [...all, ...readCode(root, 'tools')];
    const tools = { folder: '', manifest: readManifest(''), sources: ofRoot, code: ofRoot };
    expect([
      ...findUnusedDependencies({ folder: 'bench', manifest: readManifest('bench'), sources: bench, code: bench }),
      ...findUnusedDependencies({
        folder: 'clients',
        manifest: readManifest('clients'),
        sources: ofClients,
        code: ofClients,
      }),
      ...findUnusedDependencies(tools, rootExceptions),
    ]).toEqual([]);
  });
});

describe('a forbidden import is found:', () => {
  test.each([
    ['an app that imports another', 'apps/cli/src/a.ts', `import { createApi } from '@connectory/api';`],
    ['an app that imports a file of another', 'apps/cli/src/a.ts', `import { x } from '../../api/src/create-api.ts';`],
    [
      'a package that its rule does not name',
      'packages/importer/src/a.ts',
      `import { parseSettings } from '@connectory/runtime';`,
    ],
    [
      'a value where types are allowed',
      'packages/document/src/a.ts',
      `import {\n  type A,\n  b,\n} from '@connectory/importer';`,
    ],
    ['a file of a package', 'apps/api/src/a.ts', `import { x } from '@connectory/database/src/page.ts';`],
    ['a dynamic import', 'packages/queue/src/a.ts', `const x = await import('@connectory/database');`],
    ['an export of everything', 'packages/queue/src/a.ts', `export * from './b.ts';`],
    ['an import for its effects', 'packages/contract/src/a.ts', `import '@connectory/runtime';`],
  ])('%s', (_case, name, text) => {
    expect(findForbiddenImports([{ file: name, text }])).toHaveLength(1);
  });

  test.each([
    ['a type import', 'packages/document/src/a.ts', `import type { A } from '@connectory/importer';`],
    [
      'an import of marked types',
      'packages/document/src/a.ts',
      `import { type A, type B } from '@connectory/importer';`,
    ],
  ])('but not %s where types are allowed', (_case, name, text) => {
    expect(findForbiddenImports([{ file: name, text }])).toEqual([]);
  });
});

describe('a cycle is found:', () => {
  test('of three modules that import types only', () => {
    const files = ['a', 'b', 'c'].map((name, index) => importing(`apps/api/src/${name}.ts`, `./${'bca'[index]}.ts`));
    expect(findCycles(files)).toEqual([
      'apps/api/src/a.ts: imports itself through apps/api/src/b.ts, apps/api/src/c.ts',
    ]);
  });

  test('of two folders without a cycle of modules', () => {
    const files = [
      importing('apps/api/src/a/one.ts', '../b/one.ts'),
      importing('apps/api/src/b/one.ts'),
      importing('apps/api/src/b/two.ts', '../a/two.ts'),
      importing('apps/api/src/a/two.ts'),
    ];
    expect(findMutualFolders(files)).toEqual([
      'apps/api/src/a and apps/api/src/b import each other: apps/api/src/a/one.ts imports apps/api/src/b/one.ts; apps/api/src/b/two.ts imports apps/api/src/a/two.ts',
    ]);
    expect(findMutualFolders(files, new Map([['apps/api/src/a apps/api/src/b', 'a reason']]))).toEqual([]);
  });

  test('of a folder and src', () => {
    const entry = importing('apps/api/src/main.ts', './a/one.ts');
    expect(findMutualFolders([entry, importing('apps/api/src/a/one.ts')])).toEqual([]);
    const shared = importing('apps/api/src/shared.ts');
    expect(findMutualFolders([entry, importing('apps/api/src/a/one.ts', '../shared.ts'), shared])).toHaveLength(1);
  });
});

describe('a wrong dependency is found:', () => {
  const workspace = (manifest: Manifest, text: string, testText = ''): Workspace => {
    const source = { file: 'packages/x/src/a.ts', text };
    const code = [source, { file: 'packages/x/test/a.test.ts', text: testText }];
    return { folder: 'packages/x', manifest, sources: [source], code };
  };
  const unused = ['packages/x/package.json: ajv is declared and not used'];

  test('a dependency that nothing imports', () => {
    expect(findUnusedDependencies(workspace({ dependencies: { ajv: '8' } }, ''))).toEqual(unused);
    expect(findUnusedDependencies(workspace({ devDependencies: { ajv: '8' } }, ''))).toEqual(unused);
    expect(findUnusedDependencies(workspace({ dependencies: { ajv: '8' } }, `import 'ajv/dist/2020.js';`))).toEqual([]);
  });

  test('a dependency that only tests import', () => {
    const manifest = { dependencies: { ajv: '8' } };
    expect(findUnusedDependencies(workspace(manifest, '', `import 'ajv';`))).toEqual(unused);
    expect(findUnusedDependencies(workspace({ devDependencies: { ajv: '8' } }, '', `import 'ajv';`))).toEqual([]);
  });

  test('types of a package that is not declared', () => {
    const types = { '@types/pg': '8' };
    expect(findUnusedDependencies(workspace({ devDependencies: types }, ''))).toHaveLength(1);
    expect(
      findUnusedDependencies(workspace({ dependencies: { pg: '8' }, devDependencies: types }, `import 'pg';`)),
    ).toEqual([]);
  });

  test('an import that is not declared', () => {
    expect(findUndeclaredDependencies(workspace({}, `import { Ajv } from 'ajv';`))).toEqual([
      'packages/x/src/a.ts: imports ajv, which packages/x/package.json does not declare',
    ]);
    expect(findUndeclaredDependencies(workspace({}, `import path from 'node:path';`))).toEqual([]);
  });
});

describe('code that is too long is found:', () => {
  const lint = (text: string): string => {
    const folder = mkdtempSync(path.join(tmpdir(), 'connectory-lint-'));
    try {
      writeFileSync(path.join(folder, 'long.ts'), text);
      const args = ['oxlint', '--config', path.join(root, '.oxlintrc.json'), path.join(folder, 'long.ts')];
      return spawnSync('npx', ['--no-install', ...args], { cwd: root, encoding: 'utf8' }).stdout;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const lines = (count: number): string => 'call();\n'.repeat(count);

  test('a function over 60 lines, and a file over 300 lines', () => {
    expect(lint(`export function long(): void {\n${lines(59)}}\n`)).toContain('max-lines-per-function');
    expect(lint(`export function short(): void {\n${lines(58)}}\n`)).not.toContain('max-lines-per-function');
    expect(lint(lines(301))).toContain('max-lines)');
    expect(lint(lines(300))).not.toContain('max-lines)');
  });

  test('an exception that states no reason', () => {
    const pattern = /(?:oxlint|eslint)-disable[^\n]*max-lines(?![^\n]* -- \S)/;
    expect('// oxlint-disable-next-line max-lines-per-function').toMatch(pattern);
    expect('// oxlint-disable-next-line max-lines-per-function -- one table').not.toMatch(pattern);
    expect(sources.filter(({ text }) => pattern.test(text)).map((source) => source.file)).toEqual([]);
  });
});
