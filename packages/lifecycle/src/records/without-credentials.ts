import type { StoredAuthScheme } from './connector-record.ts';

/** Members that belong to the owner of a connector, at any depth of an auth scheme. */
const ofOwner: ReadonlySet<string> = new Set([
  'clientId',
  'clientSecret',
  'credentialId',
  'mtlsCredentialId',
  'organisationId',
  'validationMessages',
]);

/** An auth scheme as other organisations may see it: without ids of credentials, and without secrets. */
export function withoutCredentials(scheme: StoredAuthScheme): StoredAuthScheme {
  const { id, schemeType, description } = scheme;
  return { ...Object(strip(scheme)), id, schemeType, description };
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !ofOwner.has(name) && !/secret/i.test(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, strip(inner)]));
}
