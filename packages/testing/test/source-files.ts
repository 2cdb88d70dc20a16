import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface SourceFile {
  /** Path from the root of the repository, with `/`. */
  readonly file: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** The workspaces under `apps` and `packages`, as `packages/queue`. */
export function listWorkspaces(root: string): readonly string[] {
  return ['apps', 'packages'].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .map((name) => `${folder}/${name}`)
      .filter((workspace) => existsSync(path.join(root, workspace, 'package.json'))),
  );
}

/** Reads the hand-written sources of every workspace. */
export function readSources(root: string): readonly SourceFile[] {
  return listWorkspaces(root).flatMap((workspace) => readCode(root, `${workspace}/src`));
}

/** Reads all code files below a folder, except generated and built ones. @param folder from the root of the repository */
export function readCode(root: string, folder: string): readonly SourceFile[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => /\.(?:ts|tsx|mjs)$/.test(file) && !/(?:^|\/)(?:generated|dist|node_modules)\//.test(file))
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(path.join(root, folder, file), 'utf8') }));
}

/** Finds static and dynamic imports, and exports from other modules. Relies on the formatter: each statement begins a line. */
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

/** The modules of the same workspace that a file imports, types included. */
export function localImportsOf({ file, text }: SourceFile): readonly string[] {
  return importsOf(text)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => path.posix.join(path.posix.dirname(file), specifier));
}

/** The package of a specifier, as `ajv` or `@connectory/queue`; undefined for relative and Node.js modules. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
