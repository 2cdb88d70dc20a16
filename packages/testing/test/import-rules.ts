import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a workspace may import of ours. `types` may be imported as types only: nothing of them runs. */
export interface ImportRule {
  readonly imports: readonly string[];
  readonly types: readonly string[];
}

const rule = (imports: readonly string[], types: readonly string[] = []): ImportRule => ({ imports, types });

const allPackages = [
  'json',
  'importer',
  'document',
  'diff',
  'contract',
  'runtime',
  'lifecycle',
  'database',
  'queue',
  'outbound',
  'embedded',
];

/** Imports run one way: what knows nothing is at the top. */
export const importRules: ReadonlyMap<string, ImportRule> = new Map([
  ['packages/json', rule([])],
  ['packages/importer', rule(['json'])],
  ['packages/document', rule(['json'], ['importer'])],
  ['packages/diff', rule(['json'])],
  ['packages/contract', rule([])],
  ['packages/runtime', rule([])],
  ['packages/lifecycle', rule(['diff'], ['importer'])],
  ['packages/database', rule(['diff', 'lifecycle'], ['importer'])],
  ['packages/queue', rule(['runtime'])],
  ['packages/outbound', rule(['runtime'])],
  ['packages/embedded', rule(['runtime'])],
  ['packages/harness', rule(['database', 'embedded', 'queue', 'runtime'])],
  ['packages/testing', rule([...allPackages, 'harness'])],
  // The importer's version is all that it needs of it; it never reads a document, which takes `document`.
  ['apps/api', rule(allPackages.filter((name) => name !== 'document'))],
  ['apps/worker', rule(allPackages)],
  ['apps/cli', rule(allPackages)],
]);

export interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly file: string;
  readonly text: string;
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** The hand-written sources of every workspace. */
export function readSources(root: string): readonly SourceFile[] {
  return [...importRules.keys()].flatMap((workspace) => {
    const folder = path.join(root, workspace, 'src');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return files
      .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
      .map((file) => ({
        file: `${workspace}/src/${file.replaceAll(path.sep, '/')}`,
        text: readFileSync(path.join(folder, file), 'utf8'),
      }));
  });
}

/** Every breach of the rules, one line each: `<file>: <what>`. */
export function findBreaches(sources: readonly SourceFile[]): readonly string[] {
  return [...sources.flatMap(breachesOf), ...findCycles(sources)];
}

function breachesOf({ file, text }: SourceFile): readonly string[] {
  const workspace = file.split('/').slice(0, 2).join('/');
  const breaches = importsOf(text).flatMap((found) => breachOf(workspace, file, found));
  if (/^export \* from/m.test(text)) breaches.push('exports everything of another module');
  return breaches.map((breach) => `${file}: ${breach}`);
}

function breachOf(workspace: string, file: string, { specifier, typeOnly }: Import): string[] {
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    return target.startsWith(`${workspace}/src/`) || !target.endsWith('.ts') ? [] : [`reaches out to ${specifier}`];
  }
  const [, name, rest] = /^@connectory\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return [];
  if (rest !== undefined) return [`imports a part of a package, ${specifier}`];
  const { imports = [], types = [] } = importRules.get(workspace) ?? {};
  if (imports.includes(name) || (typeOnly && types.includes(name))) return [];
  return [types.includes(name) ? `imports more than types of ${specifier}` : `imports ${specifier}`];
}

/** Static and dynamic imports, and exports from elsewhere. The formatter sees to it that each statement begins a line. */
export function importsOf(text: string): readonly Import[] {
  const statements = /^(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?'([^']+)'/gm;
  const dynamic = /\bimport\(\s*'([^']+)'/g;
  return [
    ...[...text.matchAll(statements)].map((match) => ({
      specifier: match[1] ?? '',
      typeOnly: isTypeOnly(match[0]),
    })),
    ...[...text.matchAll(dynamic)].map((match) => ({ specifier: match[1] ?? '', typeOnly: false })),
  ];
}

function isTypeOnly(statement: string): boolean {
  if (/^(?:import|export) type\s/.test(statement)) return true;
  const names = /\{([^}]*)\}/.exec(statement)?.[1];
  const parts = names?.split(',').filter((name) => name.trim() !== '') ?? [];
  return parts.length > 0 && parts.every((name) => name.trim().startsWith('type '));
}

/** Modules that import each other, by whatever detour, and more than types. */
function findCycles(sources: readonly SourceFile[]): readonly string[] {
  const edges = new Map(
    sources.map(({ file, text }) => [
      file,
      importsOf(text)
        .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
        .map(({ specifier }) => path.posix.join(path.posix.dirname(file), specifier)),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, above: readonly string[]): void => {
    if (above.includes(file))
      cycles.push(`${file}: imports itself through ${above.slice(above.indexOf(file) + 1).join(', ')}`);
    if (done.has(file)) return;
    done.add(file);
    for (const next of edges.get(file) ?? []) visit(next, [...above, file]);
  };
  for (const file of edges.keys()) visit(file, []);
  return cycles;
}
