import { isByTheWay } from './archive-files.ts';

/**
 * Where a file of the web lies in an archive: its path, decoded, so that relative references between files lead to the same file in
 * both. A folder's own document gets a name.
 * @returns undefined for a path that an archive must not hold, or that would be read as another.
 */
export function archivePath(url: URL): string | undefined {
  const pathname = url.pathname.endsWith('/') ? `${url.pathname}openapi` : url.pathname;
  const path = decodePath(pathname.slice(1));
  if (path === undefined || /[\\\u0000-\u001f]|^[a-z]:/i.test(path) || isByTheWay(path)) return undefined;
  return path.split('/').some((segment) => segment === '' || segment === '.' || segment === '..') ? undefined : path;
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
