import type { AuthScheme, ConnectorFacts, Message, Rule } from '@connectory/importer';
import { hash as digest } from 'node:crypto';
import { authSchemeAdded, authSchemeUpdated, baseUrlKept } from '../messages/all-version-rules.ts';
import { toMessage } from '../messages/to-message.ts';
import type { StoredAuthScheme } from '../records/connector-record.ts';
import { connectorListJson, fitConnectorFacts } from './fit-connector-facts.ts';

interface ExistingFacts {
  readonly baseUrl: string;
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
  /** The hash of each scheme that an import wrote, by id. */
  readonly importedSchemes?: ImportedSchemes;
}

export type ImportedSchemes = { readonly [id: string]: string };

export interface MergedFacts {
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
  readonly authSchemeConfigsJson: string;
  readonly importedSchemes: ImportedSchemes;
  readonly messages: readonly Message[];
}

/**
 * Merges the facts of a document into an existing connector: auth schemes that it lacks are added. A scheme of the same key that an import
 * wrote, and that was not edited, becomes that of the document. The base URL, the name and edited schemes stay. A difference becomes a message.
 * @throws OutputTooLargeError when the schemes are larger than a connector may have.
 */
export function mergeConnectorFacts(
  existing: ExistingFacts,
  facts: ConnectorFacts,
  createId: () => string,
): MergedFacts {
  const { added, replaced } = sortSchemes(existing, facts.authSchemes);
  const configs = added.map((scheme) => toStoredAuthScheme(scheme, createId()));
  const authSchemeConfigs = [
    ...existing.authSchemeConfigs.map((scheme) => replaced.get(scheme.id) ?? scheme),
    ...configs,
  ];
  const written = hashAuthSchemes([...replaced.values(), ...configs]);
  const present = new Set(authSchemeConfigs.map(({ id }) => id));
  const kept = Object.entries(existing.importedSchemes ?? {}).filter(([id]) => present.has(id));
  return {
    authSchemeConfigs,
    authSchemeConfigsJson: connectorListJson(authSchemeConfigs),
    importedSchemes: { ...Object.fromEntries(kept), ...written },
    messages: [
      ...baseUrlMessages(existing.baseUrl, fitConnectorFacts(facts).baseUrl),
      ...schemeMessages(authSchemeAdded, added),
      ...schemeMessages(authSchemeUpdated, [...replaced.values()]),
    ],
  };
}

interface SortedSchemes {
  readonly added: readonly AuthScheme[];
  /** By the id of the scheme that they replace. */
  readonly replaced: ReadonlyMap<string, StoredAuthScheme>;
}

function sortSchemes(
  { authSchemeConfigs, importedSchemes }: ExistingFacts,
  schemes: readonly AuthScheme[],
): SortedSchemes {
  const known = new Set(authSchemeConfigs.map(contentOf));
  const followers = new Map(
    authSchemeConfigs
      .filter((scheme) => importedSchemes?.[scheme.id] === hashScheme(scheme))
      .map((scheme) => [String(scheme['key']), scheme.id]),
  );
  // Schemes that a user edited since: the document adds nothing as long as it has them as imported.
  const edited = new Map(
    authSchemeConfigs
      .filter(({ id }) => importedSchemes?.[id] !== undefined)
      .map((scheme) => [String(scheme['key']), scheme.id]),
  );
  const isEdited = (scheme: AuthScheme): boolean => {
    const id = edited.get(scheme.key);
    return id !== undefined && importedSchemes?.[id] === hashScheme(toStoredAuthScheme(scheme, id));
  };
  const added: AuthScheme[] = [];
  const replaced = new Map<string, StoredAuthScheme>();
  for (const scheme of schemes) {
    if (scheme.schemeType === 'none' ? authSchemeConfigs.length > 0 : known.has(contentOf(scheme))) continue;
    const id = scheme.key === '' ? undefined : followers.get(scheme.key);
    if (id !== undefined) replaced.set(id, toStoredAuthScheme(scheme, id));
    else if (!isEdited(scheme)) added.push(scheme);
  }
  return { added, replaced };
}

/** The hash of each scheme, by id. */
export function hashAuthSchemes(schemes: readonly StoredAuthScheme[]): ImportedSchemes {
  return Object.fromEntries(schemes.map((scheme) => [scheme.id, hashScheme(scheme)]));
}

function hashScheme(scheme: StoredAuthScheme): string {
  return digest('sha256', JSON.stringify(scheme, sortedReplacer), 'hex');
}

function baseUrlMessages(existing: string, baseUrl: string): readonly Message[] {
  if (baseUrl === '' || baseUrl === existing) return [];
  return [toMessage(baseUrlKept, 1, [`connector: ${existing}`, `document: ${baseUrl}`])];
}

function schemeMessages(rule: Rule, schemes: readonly (AuthScheme | StoredAuthScheme)[]): readonly Message[] {
  if (schemes.length === 0) return [];
  const keys = schemes.map(({ key, schemeType }) => (typeof key === 'string' && key !== '' ? key : schemeType));
  return [toMessage(rule, schemes.length, keys)];
}

/** Its `key` names the security scheme of the document that it came from. */
export function toStoredAuthScheme(scheme: AuthScheme, id: string): StoredAuthScheme {
  return { id, ...scheme };
}

/** Two schemes that differ only in id, key or description have the same content. The order of members does not matter. */
function contentOf(scheme: object): string {
  const { id: _id, key: _key, description: _description, ...rest } = { id: '', key: '', description: '', ...scheme };
  return JSON.stringify(rest, sortedReplacer);
}

function sortedReplacer(_: string, value: unknown): unknown {
  return isPlainObject(value) ? sortMembers(value) : value;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortMembers(object: object): object {
  return Object.fromEntries(Object.entries(object).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
