import type { LocatePointers, SourcePosition } from '@connectory/importer';
import { appendToken, childAt, type Json, splitPointer } from '@connectory/json';
import type { CheckedText } from '../text/parse-text.ts';
import type { Origin } from './file-references.ts';

/**
 * Locates places of several files by name: the JSON Pointer for the root document, `file#pointer` for the others.
 * @param origins the original places of values that were copied from other files.
 */
export function locateInFiles(
  files: ReadonlyMap<string, CheckedText>,
  origins: ReadonlyMap<unknown, Origin>,
): LocatePointers {
  const [rootPath = ''] = files.keys();
  const originOf = (name: string): Origin => {
    const { path, pointer } = parsePlaceName(name);
    const file = path === '' ? rootPath : path;
    return findOrigin(files.get(file)?.root, { path: file, pointer }, origins);
  };
  return (names) => {
    const byFile = new Map<string, Map<string, string>>();
    for (const name of names) {
      const { path, pointer } = originOf(name);
      const places = byFile.get(path) ?? new Map<string, string>();
      byFile.set(path, places.set(name, pointer));
    }
    const positions = new Map<string, SourcePosition>();
    for (const [path, places] of byFile) {
      const found = files.get(path)?.locate(new Set(places.values()));
      for (const [name, pointer] of places) {
        const position = found?.get(pointer);
        if (position === undefined) continue;
        positions.set(name, path === rootPath ? position : { ...position, pointer, file: path });
      }
    }
    return positions;
  };
}

/** Walks to a place. At each value from another file, the walk continues from that file's place. */
function findOrigin(root: Json | undefined, { path, pointer }: Origin, origins: ReadonlyMap<unknown, Origin>): Origin {
  if (origins.size === 0) return { path, pointer };
  let origin: Origin = { path, pointer: '' };
  let node = root;
  for (const token of splitPointer(pointer)) {
    node = childAt(node, token);
    origin = origins.get(node) ?? { path: origin.path, pointer: appendToken(origin.pointer, token) };
  }
  return origin;
}

/** The file (empty for the root document) and the JSON Pointer of a place. */
export function parsePlaceName(name: string): { readonly path: string; readonly pointer: string } {
  const hash = name === '' || name.startsWith('/') ? -1 : name.indexOf('#');
  if (hash < 0) return { path: '', pointer: name };
  const path = name.slice(0, hash).replaceAll('%23', '#').replaceAll('%25', '%');
  return { path, pointer: name.slice(hash + 1) };
}

/** The name of a place in a file other than the root document. */
export function placeName(path: string, pointer: string): string {
  return `${path.replaceAll('%', '%25').replaceAll('#', '%23')}#${pointer}`;
}
