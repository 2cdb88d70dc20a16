import { appendToken, childAt, splitPointer } from '@connectory/json';
import type { Json, LocatePointers, SourcePosition } from '@connectory/importer';
import type { Origin } from './file-references.ts';

/**
 * Locates places of a bundled document in its source files.
 * @param origins the original places of bundled and referenced values.
 * @param locateIn locates places in one file.
 */
export function locateInBundle(
  bundled: Json,
  rootPath: string,
  origins: ReadonlyMap<unknown, Origin>,
  locateIn: (path: string) => LocatePointers | undefined,
): LocatePointers {
  return (pointers) => {
    const byFile = new Map<string, Map<string, string>>();
    for (const pointer of pointers) {
      const { path, pointer: inFile } = originOf(pointer, bundled, rootPath, origins);
      const places = byFile.get(path) ?? new Map<string, string>();
      byFile.set(path, places.set(pointer, inFile));
    }
    const positions = new Map<string, SourcePosition>();
    for (const [path, places] of byFile) {
      const found = locateIn(path)?.(new Set(places.values()));
      for (const [pointer, inFile] of places) {
        const position = found?.get(inFile);
        if (position === undefined) continue;
        positions.set(pointer, path === rootPath ? position : { ...position, pointer: inFile, file: path });
      }
    }
    return positions;
  };
}

/** Walks to a place. At each value from another file, the walk continues from that file's place. */
function originOf(pointer: string, bundled: Json, rootPath: string, origins: ReadonlyMap<unknown, Origin>): Origin {
  let origin: Origin = { path: rootPath, pointer: '' };
  let node: Json | undefined = bundled;
  for (const token of splitPointer(pointer)) {
    node = childAt(node, token);
    origin = origins.get(node) ?? { path: origin.path, pointer: appendToken(origin.pointer, token) };
  }
  return origin;
}
