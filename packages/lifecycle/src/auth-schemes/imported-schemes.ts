import { hash as digest } from 'node:crypto';
import type { StoredAuthScheme } from '../records/connector-record.ts';

/** A scheme of a document that a user edited or deleted, as the document last had it. */
export interface EditedScheme {
  readonly base: StoredAuthScheme;
  readonly deleted?: true;
}

/** What imports wrote, by the id of the scheme: a hash, or once a user changes the scheme, the scheme itself. */
export interface ImportedSchemes {
  readonly [id: string]: string | EditedScheme;
}

export interface SchemeState {
  readonly schemes: readonly StoredAuthScheme[];
  readonly imported: ImportedSchemes;
}

/** What imports wrote of a scheme. An id may be a name that every object inherits, such as `constructor`. */
export function findImported(imported: ImportedSchemes, id: string): string | EditedScheme | undefined {
  return Object.hasOwn(imported, id) ? imported[id] : undefined;
}

/** The schemes of a document that users edited or deleted, by id. */
export function listEditedSchemes(imported: ImportedSchemes): readonly (readonly [string, EditedScheme])[] {
  return Object.entries(imported).flatMap(([id, entry]) => (typeof entry === 'string' ? [] : [[id, entry] as const]));
}

/** Remembers a scheme of a document before a user replaces it. One that was deleted is there again, as an edited one. */
export function rememberEdited(imported: ImportedSchemes, existing: StoredAuthScheme | undefined, id: string) {
  const entry = findImported(imported, id);
  if (typeof entry === 'object') return { ...imported, [id]: { base: entry.base } };
  return existing === undefined || entry !== hashScheme(existing)
    ? imported
    : { ...imported, [id]: { base: existing } };
}

/** Remembers that a user deleted a scheme of a document. One that the user made leaves nothing. */
export function rememberDeleted(imported: ImportedSchemes, existing: StoredAuthScheme): ImportedSchemes {
  const entry = findImported(imported, existing.id);
  if (entry === undefined) return imported;
  const base = typeof entry === 'string' ? existing : entry.base;
  return { ...imported, [existing.id]: { base, deleted: true } };
}

/** Makes a scheme as the document last had it, or undefined when no user changed a scheme of that id. */
export function revertScheme({ schemes, imported }: SchemeState, id: string): SchemeState | undefined {
  const entry = findImported(imported, id);
  if (entry === undefined || typeof entry === 'string') return undefined;
  const { base, deleted } = entry;
  const isThere = deleted === undefined && schemes.some((scheme) => scheme.id === id);
  return {
    schemes: isThere ? schemes.map((scheme) => (scheme.id === id ? base : scheme)) : [...schemes, base],
    imported: { ...imported, [id]: hashScheme(base) },
  };
}

/** The hash of a scheme as an import wrote it. */
export function importedHash(entry: ImportedSchemes[string] | undefined): string | undefined {
  return typeof entry === 'object' ? hashScheme(entry.base) : entry;
}

/** The hash of each scheme, by id. */
export function hashAuthSchemes(schemes: readonly StoredAuthScheme[]): { readonly [id: string]: string } {
  return Object.fromEntries(schemes.map((scheme) => [scheme.id, hashScheme(scheme)]));
}

export function hashScheme(scheme: StoredAuthScheme): string {
  return digest('sha256', stableText(scheme), 'hex');
}

/** Two schemes that differ only in id, key or description have the same content. The order of members does not matter. */
export function contentOf(scheme: object): string {
  const { id: _id, key: _key, description: _description, ...rest } = { id: '', key: '', description: '', ...scheme };
  return stableText(rest);
}

function stableText(value: object): string {
  return JSON.stringify(value, (_, member: unknown) => (isPlainObject(member) ? sortMembers(member) : member));
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortMembers(object: object): object {
  return Object.fromEntries(Object.entries(object).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
