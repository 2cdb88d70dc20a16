import { importsOf, packageOf, type SourceFile } from './source-files.ts';

export interface Manifest {
  readonly dependencies?: { readonly [name: string]: string };
  readonly devDependencies?: { readonly [name: string]: string };
  readonly scripts?: { readonly [name: string]: string };
}

/** A workspace with its package.json and its code. */
export interface Workspace {
  /** Folder from the root of the repository. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Code that runs in production. */
  readonly sources: readonly SourceFile[];
  /** All code: sources, tests and tools. */
  readonly code: readonly SourceFile[];
}

/** Dependencies that no code names, with the reason to keep them. Each key is `<folder> <package>`. */
export type DependencyExceptions = ReadonlyMap<string, string>;

/** Finds dependencies that are declared and not used. A dependency that only tests use belongs in devDependencies. */
export function findUnusedDependencies(
  { folder, manifest, sources, code }: Workspace,
  exceptions: DependencyExceptions = new Map(),
): readonly string[] {
  const { dependencies = {}, devDependencies = {}, scripts = {} } = manifest;
  const commands = Object.values(scripts).join('\n');
  const declared = { ...dependencies, ...devDependencies };
  const isUsed = (name: string, files: readonly SourceFile[]): boolean =>
    exceptions.has(`${folder} ${name}`) ||
    isTypesOf(name, declared) ||
    commands.includes(name) ||
    files.some(({ text }) => namesPackage(text, name));
  return [
    ...Object.keys(dependencies).filter((name) => !isUsed(name, sources)),
    ...Object.keys(devDependencies).filter((name) => !isUsed(name, code)),
  ].map((name) => `${folder}/package.json: ${name} is declared and not used`);
}

/** Finds packages that the sources import and that `dependencies` does not declare. */
export function findUndeclaredDependencies(
  { folder, manifest, sources }: Workspace,
  exceptions: DependencyExceptions = new Map(),
): readonly string[] {
  const declared = new Set(Object.keys(manifest.dependencies ?? {}));
  const isDeclared = (name: string): boolean => declared.has(name) || exceptions.has(`${folder} ${name}`);
  return sources.flatMap(({ file, text }) => {
    const names = importsOf(text).map(({ specifier }) => packageOf(specifier));
    const missing = new Set(names.filter((name) => name !== undefined && !isDeclared(name)));
    return [...missing].map((name) => `${file}: imports ${name}, which ${folder}/package.json does not declare`);
  });
}

/** Imports, `require.resolve('name/file')` and `import.meta.resolve('name')` all quote the name. */
function namesPackage(text: string, name: string): boolean {
  return text.includes(`'${name}'`) || text.includes(`'${name}/`);
}

/** `@types/pg` belongs to `pg`, and `@types/scope__name` to `@scope/name`. `@types/node` belongs to Node.js. */
function isTypesOf(name: string, declared: { readonly [name: string]: string }): boolean {
  if (!name.startsWith('@types/')) return false;
  const typed = name.slice('@types/'.length).replace(/^(.+)__(.+)$/, '@$1/$2');
  return typed === 'node' || typed in declared;
}
