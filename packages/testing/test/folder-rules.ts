import path from 'node:path';
import { localImportsOf, type SourceFile } from './source-files.ts';

/** Pairs of folders that may import each other, with the reason. Each key is `<folder> <folder>`, in alphabetical order. */
export type FolderExceptions = ReadonlyMap<string, string>;

/** Finds modules that import each other directly or through others. Imports of types count. */
export function findCycles(sources: readonly SourceFile[]): readonly string[] {
  const edges = new Map(sources.map((source) => [source.file, localImportsOf(source)]));
  const visited = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, above: readonly string[]): void => {
    if (above.includes(file)) {
      const others = above.slice(above.indexOf(file) + 1);
      cycles.push(`${file}: imports itself through ${others.join(', ')}`);
    }
    if (visited.has(file)) return;
    visited.add(file);
    for (const next of edges.get(file) ?? []) visit(next, [...above, file]);
  };
  for (const file of edges.keys()) visit(file, []);
  return cycles;
}

/** Finds folders that import each other. Imports of types count, and `src` itself is a folder. */
export function findMutualFolders(
  sources: readonly SourceFile[],
  exceptions: FolderExceptions = new Map(),
): readonly string[] {
  const known = new Set(sources.map(({ file }) => file));
  const edges = new Map<string, string>();
  for (const source of sources) {
    const folder = path.posix.dirname(source.file);
    for (const target of localImportsOf(source)) {
      const other = path.posix.dirname(target);
      if (known.has(target) && other !== folder) edges.set(`${folder} ${other}`, `${source.file} imports ${target}`);
    }
  }
  return [...edges].flatMap(([pair, example]) => {
    const [folder = '', other = ''] = pair.split(' ');
    const reverse = edges.get(`${other} ${folder}`);
    return folder < other && reverse !== undefined && !exceptions.has(pair)
      ? [`${folder} and ${other} import each other: ${example}; ${reverse}`]
      : [];
  });
}
