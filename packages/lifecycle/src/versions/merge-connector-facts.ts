import { isDeepStrictEqual } from 'node:util';
import type { AuthScheme, ConnectorFacts, Message } from '@connectory/importer';
import { authSchemeAdded, baseUrlKept } from '../messages/all-version-rules.ts';
import { toMessage } from '../messages/to-message.ts';
import type { StoredAuthScheme } from '../records/connector-record.ts';

interface ExistingFacts {
  readonly baseUrl: string;
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
}

export interface MergedFacts {
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
  readonly messages: readonly Message[];
}

/**
 * Merges the facts of a document into an existing connector: auth schemes that it lacks are added. Its base URL, name and existing
 * schemes stay, because they are not versioned and may have been edited. A difference becomes a message.
 */
export function mergeConnectorFacts(
  existing: ExistingFacts,
  facts: ConnectorFacts,
  createId: () => string,
): MergedFacts {
  const added = facts.authSchemes.filter((scheme) => isMissing(scheme, existing.authSchemeConfigs));
  const messages: Message[] = [];
  if (facts.baseUrl !== '' && facts.baseUrl !== existing.baseUrl)
    messages.push(toMessage(baseUrlKept, 1, [`connector: ${existing.baseUrl}`, `document: ${facts.baseUrl}`]));
  if (added.length > 0) {
    const keys = added.map((scheme) => scheme.key || scheme.schemeType);
    messages.push(toMessage(authSchemeAdded, added.length, keys));
  }
  const configs = added.map((scheme) => toStoredAuthScheme(scheme, createId()));
  return { authSchemeConfigs: [...existing.authSchemeConfigs, ...configs], messages };
}

/** Its `key` names the security scheme of the document that it came from. */
export function toStoredAuthScheme(scheme: AuthScheme, id: string): StoredAuthScheme {
  return { id, ...scheme };
}

function isMissing(scheme: AuthScheme, existing: readonly StoredAuthScheme[]): boolean {
  if (scheme.schemeType === 'none') return existing.length === 0;
  return !existing.some((stored) => isDeepStrictEqual(comparable(stored), comparable(scheme)));
}

/** Two schemes that differ only in id, key or description are the same. */
function comparable(scheme: object): object {
  const { id: _id, key: _key, description: _description, ...rest } = { id: '', key: '', description: '', ...scheme };
  return rest;
}
