import type { AuthScheme, ConnectorFacts, Message, Rule } from '@connectory/importer';
import {
  contentOf,
  type EditedScheme,
  findImported,
  hashAuthSchemes,
  hashScheme,
  importedHash,
  type ImportedSchemes,
  listEditedSchemes,
} from '../auth-schemes/imported-schemes.ts';
import { authSchemeAdded, authSchemeUpdated, baseUrlKept } from '../messages/all-version-rules.ts';
import { deletedEntityChanged } from '../messages/edit-rules.ts';
import { toMessage } from '../messages/to-message.ts';
import type { StoredAuthScheme } from '../records/connector-record.ts';
import { connectorListJson, fitConnectorFacts } from './fit-connector-facts.ts';

interface ExistingFacts {
  readonly baseUrl: string;
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
  readonly importedSchemes?: ImportedSchemes;
}

export interface MergedFacts {
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
  readonly authSchemeConfigsJson: string;
  readonly importedSchemes: ImportedSchemes;
  readonly messages: readonly Message[];
}

/**
 * Merges the facts of a document into an existing connector: auth schemes that it lacks are added. A scheme of the same key that an import
 * wrote, and that was not edited, becomes that of the document. The base URL, the name and edited schemes stay, and deleted schemes stay
 * deleted as long as the document has them. A difference becomes a message.
 * @throws OutputTooLargeError when the schemes are larger than a connector may have.
 */
export function mergeConnectorFacts(
  existing: ExistingFacts,
  facts: ConnectorFacts,
  createId: () => string,
): MergedFacts {
  const deleted = followDeleted(existing, facts.authSchemes);
  const { followed } = deleted;
  const schemes = followed.size === 0 ? facts.authSchemes : facts.authSchemes.filter((it) => !followed.has(keyOf(it)));
  const { added, replaced } = sortSchemes(existing, schemes);
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
    importedSchemes: { ...Object.fromEntries(kept), ...written, ...deleted.tombstones },
    messages: [
      ...baseUrlMessages(existing.baseUrl, fitConnectorFacts(facts).baseUrl),
      ...schemeMessages(authSchemeAdded, added),
      ...schemeMessages(authSchemeUpdated, [...replaced.values()]),
      ...deletedMessages(deleted.changed),
    ],
  };
}

interface DeletedSchemes {
  /** The deleted schemes that the document still has, as it has them. */
  readonly tombstones: { readonly [id: string]: EditedScheme };
  /** Their keys. */
  readonly followed: ReadonlySet<string>;
  /** Those that the document changed. */
  readonly changed: readonly AuthScheme[];
}

/** Schemes that a user deleted stay deleted, until the document has them no longer. */
function followDeleted(
  { authSchemeConfigs, importedSchemes = {} }: ExistingFacts,
  schemes: readonly AuthScheme[],
): DeletedSchemes {
  const removed = listEditedSchemes(importedSchemes).filter(([, { deleted }]) => deleted === true);
  if (removed.length === 0) return { tombstones: {}, followed: new Set(), changed: [] };
  const found = new Map(schemes.map((scheme) => [keyOf(scheme), scheme]));
  // A document may have added a scheme beside an edited one, which was deleted later.
  for (const scheme of authSchemeConfigs)
    if (findImported(importedSchemes, scheme.id) !== undefined) found.delete(keyOf(scheme));
  const tombstones = new Map<string, EditedScheme>();
  const followed = new Set<string>();
  const changed: AuthScheme[] = [];
  for (const [id, { base }] of removed) {
    const scheme = found.get(keyOf(base));
    if (scheme === undefined) continue;
    const next = toStoredAuthScheme(scheme, id);
    tombstones.set(id, { base: next, deleted: true });
    followed.add(keyOf(base));
    if (hashScheme(next) !== hashScheme(base)) changed.push(scheme);
  }
  return { tombstones: Object.fromEntries(tombstones), followed, changed };
}

/** The name of the document's scheme; schemes without one are known by their content. */
function keyOf(scheme: object): string {
  const key: unknown = Reflect.get(scheme, 'key');
  return typeof key === 'string' && key !== '' ? `key ${key}` : `content ${contentOf(scheme)}`;
}

function deletedMessages(schemes: readonly AuthScheme[]): readonly Message[] {
  if (schemes.length === 0) return [];
  return [
    toMessage(
      deletedEntityChanged,
      schemes.length,
      schemes.map((scheme) => `auth scheme ${nameOf(scheme)}`),
    ),
  ];
}

interface SortedSchemes {
  readonly added: readonly AuthScheme[];
  /** By the id of the scheme that they replace. */
  readonly replaced: ReadonlyMap<string, StoredAuthScheme>;
}

function sortSchemes(
  { authSchemeConfigs, importedSchemes = {} }: ExistingFacts,
  schemes: readonly AuthScheme[],
): SortedSchemes {
  const known = new Set(authSchemeConfigs.map(contentOf));
  const followers = new Map(
    authSchemeConfigs
      .filter((scheme) => importedHash(findImported(importedSchemes, scheme.id)) === hashScheme(scheme))
      .map((scheme) => [String(scheme['key']), scheme]),
  );
  // Schemes that a user edited since: the document adds nothing as long as it has them as imported.
  const edited = new Map(
    authSchemeConfigs
      .filter(({ id }) => findImported(importedSchemes, id) !== undefined)
      .map((scheme) => [String(scheme['key']), scheme.id]),
  );
  const isEdited = (scheme: AuthScheme): boolean => {
    const id = edited.get(scheme.key);
    return (
      id !== undefined && importedHash(findImported(importedSchemes, id)) === hashScheme(toStoredAuthScheme(scheme, id))
    );
  };
  const added: AuthScheme[] = [];
  const replaced = new Map<string, StoredAuthScheme>();
  for (const scheme of schemes) {
    const follower = scheme.key === '' ? undefined : followers.get(scheme.key);
    if (follower !== undefined) {
      const next = toStoredAuthScheme(scheme, follower.id);
      if (hashScheme(next) !== hashScheme(follower)) replaced.set(follower.id, next);
      continue;
    }
    if (scheme.schemeType === 'none' ? authSchemeConfigs.length > 0 : known.has(contentOf(scheme))) continue;
    if (!isEdited(scheme)) added.push(scheme);
  }
  return { added, replaced };
}

function baseUrlMessages(existing: string, baseUrl: string): readonly Message[] {
  if (baseUrl === '' || baseUrl === existing) return [];
  return [toMessage(baseUrlKept, 1, [`connector: ${existing}`, `document: ${baseUrl}`])];
}

function schemeMessages(rule: Rule, schemes: readonly (AuthScheme | StoredAuthScheme)[]): readonly Message[] {
  if (schemes.length === 0) return [];
  return [toMessage(rule, schemes.length, schemes.map(nameOf))];
}

function nameOf({ key, schemeType }: AuthScheme | StoredAuthScheme): string {
  return typeof key === 'string' && key !== '' ? key : schemeType;
}

/** Its `key` names the security scheme of the document that it came from. */
export function toStoredAuthScheme(scheme: AuthScheme, id: string): StoredAuthScheme {
  return { id, ...scheme };
}
