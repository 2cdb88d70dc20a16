import type { ActionResource } from '@connectory/client';
import type { SecurityScheme, SecuritySchemes } from '../client/security-scheme.ts';

/** A scheme of a requirement, with the scopes that it needs. */
export interface RequiredScheme {
  readonly name: string;
  readonly scopes: readonly string[];
  /** What is sent, as `header X-Key`; undefined if the document does not declare the scheme. */
  readonly words: string | undefined;
}

/**
 * What a request has to bring: any of these requirements, each of which names all of its schemes. A requirement without schemes needs
 * nothing. Undefined if the document states none.
 */
export function readSecurity(
  { openapi }: Pick<ActionResource, 'openapi'>,
  schemes: SecuritySchemes,
): readonly (readonly RequiredScheme[])[] | undefined {
  const security = openapi?.['security'];
  if (!Array.isArray(security)) return undefined;
  return security.map((requirement) =>
    Object.entries(Object(requirement)).map(([name, scopes]) => ({
      name,
      scopes: Array.isArray(scopes) ? scopes.map(String) : [],
      words: Object.hasOwn(schemes, name) ? wordScheme(schemes[name] ?? {}) : undefined,
    })),
  );
}

function wordScheme({ type, scheme, name, in: place }: SecurityScheme): string {
  switch (type) {
    case 'apiKey':
      return `${String(place)} ${String(name)}`;
    case 'http':
      return `HTTP ${String(scheme).toLowerCase() === 'basic' ? 'Basic' : capitalised(String(scheme))}`;
    case 'oauth2':
      return 'OAuth 2';
    case 'openIdConnect':
      return 'OpenID Connect';
    case 'mutualTLS':
      return 'client certificate';
    default:
      return String(type);
  }
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
