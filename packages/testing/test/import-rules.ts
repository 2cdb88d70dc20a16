import path from 'node:path';
import { type Import, importsOf, type SourceFile } from './source-files.ts';

/** The packages of this repository that a workspace may import. From those in `types` it may import types only. */
export interface ImportRule {
  readonly imports: readonly string[];
  readonly types: readonly string[];
}

const rule = (imports: readonly string[], types: readonly string[] = []): ImportRule => ({ imports, types });

/** Imports run one way: each workspace imports workspaces above it only. */
export const importRules: ReadonlyMap<string, ImportRule> = new Map([
  ['packages/json', rule([])],
  ['packages/contract', rule([])],
  // Published: it shares no code with the service, and knows it by the OpenAPI document.
  ['packages/client', rule([])],
  ['packages/runtime', rule([])],
  ['packages/importer', rule(['json'])],
  // The inverse of the importer, by the same member tables.
  ['packages/exporter', rule(['json', 'importer'])],
  ['packages/document', rule(['json'], ['importer'])],
  ['packages/overlay', rule(['document', 'json'], ['importer'])],
  ['packages/diff', rule(['json'])],
  ['packages/merge', rule(['json'])],
  ['packages/lifecycle', rule(['diff', 'json', 'merge'], ['contract', 'importer'])],
  ['packages/encoding', rule(['json', 'lifecycle'], ['importer'])],
  ['packages/database', rule(['diff', 'encoding', 'lifecycle'], ['importer'])],
  ['packages/queue', rule(['runtime'])],
  ['packages/outbound', rule(['runtime'])],
  ['packages/embedded', rule(['runtime'])],
  // Checks the service by what its clients see: it shares no code with it.
  ['packages/history', rule([])],
  ['packages/harness', rule(['database', 'embedded', 'queue', 'runtime'])],
  ['packages/testing', rule(['database', 'embedded', 'harness', 'queue'])],
  // The API parses a document in a child process alone, for excerpts. It imports the importer for its version only.
  [
    'apps/api',
    rule([
      'contract',
      'database',
      'diff',
      'document',
      'encoding',
      'exporter',
      'importer',
      'lifecycle',
      'outbound',
      'overlay',
      'queue',
      'runtime',
    ]),
  ],
  [
    'apps/worker',
    rule(['database', 'document', 'encoding', 'importer', 'lifecycle', 'outbound', 'overlay', 'queue', 'runtime']),
  ],
  // Built for browsers. It knows the API by the client.
  ['apps/console', rule(['client'])],
  // The command line is a client of the API. It opens the database for API keys and migrations only, and reads documents to check and
  // compare them.
  [
    'apps/cli',
    rule([
      'client',
      'contract',
      'database',
      'diff',
      'document',
      'embedded',
      'importer',
      'lifecycle',
      'queue',
      'runtime',
    ]),
  ],
]);

/** Finds imports that break the rules. @returns one line for each, as `<file>: <breach>` */
export function findForbiddenImports(sources: readonly SourceFile[]): readonly string[] {
  return sources.flatMap(({ file, text }) => {
    const workspace = file.split('/').slice(0, 2).join('/');
    const breaches = importsOf(text).flatMap((found) => breachOf(workspace, file, found));
    if (/^export \* from/m.test(text)) breaches.push('exports everything of another module');
    return breaches.map((breach) => `${file}: ${breach}`);
  });
}

function breachOf(workspace: string, file: string, { specifier, typeOnly }: Import): string[] {
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    return target.startsWith(`${workspace}/src/`) || !target.endsWith('.ts')
      ? []
      : [`imports ${specifier} outside src`];
  }
  const [, name, rest] = /^@connectory\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return [];
  if (rest !== undefined) return [`imports a file of a package, ${specifier}`];
  const { imports = [], types = [] } = importRules.get(workspace) ?? {};
  if (imports.includes(name) || (typeOnly && types.includes(name))) return [];
  return [types.includes(name) ? `imports more than types of ${specifier}` : `imports ${specifier}`];
}
