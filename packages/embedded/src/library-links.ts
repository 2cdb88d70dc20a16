import { existsSync, readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes the links between the libraries of PostgreSQL. The package's install script makes them too, but installations may skip scripts.
 * @param native the folder of the programs
 * @returns whether all links exist. Not so in a folder that this user may not change.
 */
export async function makeLibraryLinks(native: string): Promise<boolean> {
  const links = readLinks(native).filter(({ target }) => !existsSync(target));
  try {
    for (const { source, target } of links) await symlink(path.relative(path.dirname(target), source), target);
    return true;
  } catch {
    // A concurrent start may have made them.
    return links.every(({ target }) => existsSync(target));
  }
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** The list in the package names paths from the folder above. */
function readLinks(native: string): readonly LibraryLink[] {
  const file = path.join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return [];
  const listed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const above = path.dirname(native);
  return (Array.isArray(listed) ? listed : []).flatMap((link: unknown) => {
    const [source, target]: unknown[] = ['source', 'target'].map((name) => Reflect.get(Object(link), name));
    if (typeof source !== 'string' || typeof target !== 'string') return [];
    return [{ source: path.join(above, source), target: path.join(above, target) }];
  });
}
