import type { AuthScheme, ConnectorFacts, Message } from '@connectory/importer';
import { authSchemeAdded, baseUrlKept } from '../messages/all-version-rules.ts';
import { toMessage } from '../messages/to-message.ts';
import type { StoredAuthScheme } from '../records/connector-record.ts';
import { connectorListJson, fitConnectorFacts } from './fit-connector-facts.ts';

interface ExistingFacts {
  readonly baseUrl: string;
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
}

export interface MergedFacts {
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
  readonly authSchemeConfigsJson: string;
  readonly messages: readonly Message[];
}

/**
 * Merges the facts of a document into an existing connector: auth schemes that it lacks are added. Its base URL, name and existing
 * schemes stay, because they are not versioned and may have been edited. A difference becomes a message.
 * @throws OutputTooLargeError when the schemes are larger than a connector may have.
 */
export function mergeConnectorFacts(
  existing: ExistingFacts,
  facts: ConnectorFacts,
  createId: () => string,
): MergedFacts {
  const { baseUrl } = fitConnectorFacts(facts);
  const known = new Set(existing.authSchemeConfigs.map(contentOf));
  const isMissing = (scheme: AuthScheme): boolean =>
    scheme.schemeType === 'none' ? existing.authSchemeConfigs.length === 0 : !known.has(contentOf(scheme));
  const added = facts.authSchemes.filter(isMissing);
  const messages: Message[] = [];
  if (baseUrl !== '' && baseUrl !== existing.baseUrl)
    messages.push(toMessage(baseUrlKept, 1, [`connector: ${existing.baseUrl}`, `document: ${baseUrl}`]));
  if (added.length > 0) {
    const keys = added.map((scheme) => scheme.key || scheme.schemeType);
    messages.push(toMessage(authSchemeAdded, added.length, keys));
  }
  const configs = added.map((scheme) => toStoredAuthScheme(scheme, createId()));
  const authSchemeConfigs = [...existing.authSchemeConfigs, ...configs];
  return { authSchemeConfigs, authSchemeConfigsJson: connectorListJson(authSchemeConfigs), messages };
}

/** Its `key` names the security scheme of the document that it came from. */
export function toStoredAuthScheme(scheme: AuthScheme, id: string): StoredAuthScheme {
  return { id, ...scheme };
}

/** Two schemes that differ only in id, key or description have the same content. The order of members does not matter. */
function contentOf(scheme: object): string {
  const { id: _id, key: _key, description: _description, ...rest } = { id: '', key: '', description: '', ...scheme };
  return JSON.stringify(rest, (_, value: unknown) => (isPlainObject(value) ? sortMembers(value) : value));
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortMembers(object: object): object {
  return Object.fromEntries(Object.entries(object).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
