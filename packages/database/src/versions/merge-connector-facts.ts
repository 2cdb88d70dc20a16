import { isDeepStrictEqual } from 'node:util';
import type { AuthScheme, ConnectorFacts, Message } from '@connectory/importer';
import type { StoredAuthScheme } from '../connectors/connectors.ts';
import { createId } from '../ids/create-id.ts';
import { infoMessage } from './info-message.ts';

interface ExistingFacts {
  readonly baseUrl: string;
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
}

/**
 * What a new version changes of a connector that exists: auth schemes it lacks are added. Base URL, name and the schemes that are
 * there are not versioned and may have been edited by hand: they stay, and a difference is a message.
 */
export function mergeConnectorFacts(
  existing: ExistingFacts,
  facts: ConnectorFacts,
): { authSchemeConfigs: readonly StoredAuthScheme[]; messages: readonly Message[] } {
  const added = facts.authSchemes.filter((scheme) => isMissing(scheme, existing.authSchemeConfigs));
  const messages: Message[] = [];
  if (facts.baseUrl !== '' && facts.baseUrl !== existing.baseUrl) {
    const what = `The connector keeps its base URL ${existing.baseUrl}; the document names ${facts.baseUrl}.`;
    messages.push(infoMessage('BASE_URL_KEPT', what));
  }
  if (added.length > 0) {
    const keys = added.map((scheme) => scheme.key || scheme.schemeType).join(', ');
    messages.push(infoMessage('AUTH_SCHEME_ADDED', `The connector gained ${added.length} auth scheme(s): ${keys}.`));
  }
  return { authSchemeConfigs: [...existing.authSchemeConfigs, ...added.map(toStoredAuthScheme)], messages };
}

/** An auth scheme with an id of its own. `key` says which security scheme of the document it came from. */
export function toStoredAuthScheme(scheme: AuthScheme): StoredAuthScheme {
  return { id: createId(), ...scheme };
}

function isMissing(scheme: AuthScheme, existing: readonly StoredAuthScheme[]): boolean {
  if (scheme.schemeType === 'none') return existing.length === 0;
  return !existing.some((stored) => isDeepStrictEqual(comparable(stored), comparable(scheme)));
}

// Ids are ours and descriptions prose: neither makes another scheme.
function comparable(scheme: object): object {
  const { id: _id, key: _key, description: _description, ...rest } = { id: '', key: '', description: '', ...scheme };
  return rest;
}
