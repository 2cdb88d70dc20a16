/**
 * Base URL of archive files: a scheme that no client fetches and a host that cannot exist (RFC 6761). With `http:` the parser would
 * make the relative servers of paths and operations absolute.
 */
const base = 'archive://archive.invalid/';

export function fileUrl(path: string): string {
  return new URL(path.split('/').map(encodeURIComponent).join('/'), base).href;
}

/** @returns undefined for a URL outside the archive. */
export function pathOfUrl(url: string): string | undefined {
  try {
    const { href, pathname, search } = new URL(url);
    return href.startsWith(base) && search === '' ? decodeURIComponent(pathname.slice(1)) : undefined;
  } catch {
    return undefined;
  }
}

/** The path of the file that a reference in another file names (RFC 3986); undefined outside the archive. */
export function resolvePath(path: string, reference: string): string | undefined {
  try {
    return pathOfUrl(new URL(reference, fileUrl(path)).href);
  } catch {
    // Not a URL.
    return undefined;
  }
}
