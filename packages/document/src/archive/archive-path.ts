import { isIncidental } from './archive.ts';

/**
 * Derives the archive path of a file from its URL: the decoded URL path, so that relative references between files still resolve.
 * A URL that ends with a slash gets the file name `openapi`.
 * @returns undefined for a path that archives refuse or normalise to another path.
 */
export function archivePath(url: URL): string | undefined {
  const pathname = url.pathname.endsWith('/') ? `${url.pathname}openapi` : url.pathname;
  const path = decodePath(pathname.slice(1));
  if (path === undefined || /[\\\u0000-\u001f]|^[a-z]:/i.test(path) || isIncidental(path)) return undefined;
  return path.split('/').some((segment) => segment === '' || segment === '.' || segment === '..') ? undefined : path;
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
