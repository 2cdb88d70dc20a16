/** A URI reference in its five parts (RFC 3986, appendix B); undefined parts are absent, which differs from empty. */
interface UriParts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

const form =
  /^(?:(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/(?<authority>[^/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$/s;

/** A URI without its fragment, and the fragment; undefined when there is none. */
export interface SplitUri {
  readonly resource: string;
  readonly fragment: string | undefined;
}

/**
 * Resolves a reference against an absolute base URI (RFC 3986, section 5.2). Unlike the `URL` of browsers it accepts every text and every
 * scheme, and changes neither case nor percent-encoding.
 */
export function resolveUri(reference: string, base: string): string {
  return join(resolveParts(split(reference), split(base)));
}

export function splitUri(uri: string): SplitUri {
  const { fragment, ...rest } = split(uri);
  return { resource: join({ ...rest, fragment: undefined }), fragment };
}

const defaultPorts: ReadonlyMap<string, string> = new Map([
  ['http', ':80'],
  ['https', ':443'],
]);

/**
 * Returns equal texts for URIs that differ only in percent-encoding, in the case of scheme and host, in a port that is the default of the
 * scheme, or in an empty path (RFC 3986, section 6.2).
 */
export function comparableUri(uri: string): string {
  const { scheme: written, authority: host, path, ...rest } = split(uri);
  const scheme = written?.toLowerCase();
  const port = defaultPorts.get(scheme ?? '');
  const lowered = host?.toLowerCase();
  const authority = port !== undefined && lowered?.endsWith(port) ? lowered.slice(0, -port.length) : lowered;
  const comparable = { scheme, authority, path: path === '' && port !== undefined ? '/' : path, ...rest };
  return encodeURI(decodeLeniently(join(comparable), decodeURI).toWellFormed());
}

/** Percent-decoded, or as it is where the escapes stand for no text. */
export function decodeFragment(fragment: string): string {
  return decodeLeniently(fragment, decodeURIComponent);
}

function decodeLeniently(text: string, decode: (text: string) => string): string {
  if (!text.includes('%')) return text;
  try {
    return decode(text);
  } catch {
    return text;
  }
}

function resolveParts(reference: UriParts, base: UriParts): UriParts {
  const { fragment } = reference;
  if (reference.scheme !== undefined) return { ...reference, path: withoutDots(reference.path) };
  const { scheme } = base;
  if (reference.authority !== undefined) return { ...reference, scheme, path: withoutDots(reference.path) };
  const { authority } = base;
  if (reference.path === '') {
    const { path, query } = base;
    return { scheme, authority, path, query: reference.query ?? query, fragment };
  }
  const path = reference.path.startsWith('/') ? reference.path : merge(base, reference.path);
  return { scheme, authority, path: withoutDots(path), query: reference.query, fragment };
}

function merge({ authority, path }: UriParts, relative: string): string {
  if (authority !== undefined && path === '') return `/${relative}`;
  return path.slice(0, path.lastIndexOf('/') + 1) + relative;
}

/** RFC 3986, section 5.2.4. */
function withoutDots(path: string): string {
  if (!path.includes('.')) return path;
  const kept: string[] = [];
  const segments = path.split('/');
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    if (segment === '..' && (kept.length > 1 || (kept.length === 1 && kept[0] !== ''))) kept.pop();
    if (segment !== '.' && segment !== '..') kept.push(segment);
    else if (isLast) kept.push('');
  });
  return kept.join('/');
}

function split(uri: string): UriParts {
  const groups = form.exec(uri)?.groups ?? {};
  const { scheme, authority, path = '', query, fragment } = groups;
  return { scheme, authority, path, query, fragment };
}

function join({ scheme, authority, path, query, fragment }: UriParts): string {
  return [
    scheme === undefined ? '' : `${scheme}:`,
    authority === undefined ? '' : `//${authority}`,
    path,
    query === undefined ? '' : `?${query}`,
    fragment === undefined ? '' : `#${fragment}`,
  ].join('');
}
