import type { StoredAuthScheme } from '../records/connector-record.ts';

/** A scheme as a client sends it, and as it is stored: without its secret. */
export interface SplitScheme {
  readonly scheme: StoredAuthScheme;
  /** To be stored encrypted, apart from the scheme; undefined to keep the present one, if there is one. */
  readonly clientSecret: string | undefined;
}

/** Members that are stored, by scheme type. All others, read-only ones included, are ignored. */
const members: { readonly [schemeType: string]: readonly string[] } = {
  'api-key': ['name', 'in'],
  oauth2: [
    'authorizeUrl',
    'tokenUrl',
    'scopes',
    'defaultScopes',
    'additionalAuthorizeParams',
    'additionalTokenParams',
    'mtlsEnabled',
    'mtlsCredentialId',
  ],
  hmac: ['name', 'in', 'algorithm', 'digestInputs'],
};

const grantMembers = ['grantType', 'credentialId', 'organisationId', 'clientId'];

/**
 * Separates the secret of an auth scheme from what anyone may read. The stored scheme only says that there is one.
 * @param existing the scheme that it replaces.
 */
export function splitSecret(given: StoredAuthScheme, existing?: StoredAuthScheme): SplitScheme {
  const { id, schemeType, description } = given;
  const key = given['key'] ?? existing?.['key'];
  const scheme = {
    id,
    ...(key === undefined ? {} : { key }),
    schemeType,
    description,
    ...pick(given, members[schemeType] ?? []),
  };
  const grant = given['grant'];
  if (schemeType !== 'oauth2' || !isObject(grant)) return { scheme, clientSecret: undefined };
  const secret = hasClient(grant) ? Reflect.get(grant, 'clientSecret') : undefined;
  const clientSecret = typeof secret === 'string' ? secret : undefined;
  const isKept = hasClient(grant) && hasSecret(existing);
  const mark = clientSecret !== undefined || isKept ? { hasClientSecret: true } : {};
  return { scheme: { ...scheme, grant: { ...pick(grant, grantMembers), ...mark } }, clientSecret };
}

/** Whether a stored scheme has a secret. */
export function hasSecret(scheme: StoredAuthScheme | undefined): boolean {
  return Reflect.get(Object(scheme?.['grant']), 'hasClientSecret') === true;
}

/** The grant `client_credentials` has no client of the connector. */
function hasClient(grant: object): boolean {
  return Reflect.get(grant, 'grantType') !== 'client_credentials';
}

function pick(object: object, names: readonly string[]): { readonly [name: string]: unknown } {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
