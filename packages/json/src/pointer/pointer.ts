import { isArray, isObject, type Json } from '../json/json.ts';

/** The unescaped tokens of a JSON Pointer (RFC 6901). */
export function splitPointer(pointer: string): readonly string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/').map(unescapeToken);
}

export function joinPointer(tokens: readonly (string | number)[]): string {
  return tokens.map((token) => `/${escapeToken(String(token))}`).join('');
}

/** The pointer of a member or item of the value at `pointer`. */
export function appendToken(pointer: string, token: string | number): string {
  return `${pointer}/${escapeToken(String(token))}`;
}

/** The pointer as a URL fragment without `#` (RFC 6901, section 6). Lone surrogates, which URLs cannot hold, are replaced. */
export function encodeFragment(tokens: readonly string[]): string {
  return tokens.map((token) => `/${encodeURIComponent(escapeToken(token).toWellFormed())}`).join('');
}

/** The own member or the item that a token names (RFC 6901, section 4); undefined when there is none. */
export function childAt(value: Json | undefined, token: string): Json | undefined {
  if (isArray(value)) return /^(?:0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
  return isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}

function escapeToken(token: string): string {
  return /[~/]/.test(token) ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;
}

function unescapeToken(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token;
}
