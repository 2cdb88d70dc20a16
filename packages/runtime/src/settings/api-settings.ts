import { z } from 'zod';
import { integer, optionalText, text, urlSchemas } from './setting-kinds.ts';

export const api = {
  PORT: integer('Port of the API; `0` takes a free port', { default: 8082, min: 0, max: 65_535 }),
  HOST: text('Address on which API, probes and metrics listen; `0.0.0.0` for all', '127.0.0.1'),
  PUBLIC_BASE_URL: optionalText('URL of the API for clients; links start with it', {
    schema: urlSchemas.http,
    shownDefault: 'from `HOST`, `PORT`',
  }),
  TRUST_PROXY: optionalText('Trusted proxies: a number, or addresses and networks', {
    schema: z
      .string()
      .trim()
      .regex(
        /^(\d{1,2}|[\da-f.:/]+( *, *[\da-f.:/]+)*)$/i,
        'must be a number of proxies, or their addresses and networks',
      ),
  }),
  REQUEST_TIMEOUT_SECONDS: integer('Time for a request to arrive, with its body', {
    default: 300,
    min: 1,
    max: 86_400,
    unit: 'seconds',
  }),
  HEADERS_TIMEOUT_SECONDS: integer('Time for the headers of a request to arrive', {
    default: 20,
    min: 1,
    max: 3_600,
    unit: 'seconds',
  }),
  MAX_CONNECTIONS: integer('Open connections of the API; further ones are closed', {
    default: 5_000,
    min: 1,
    max: 1_000_000,
    unit: 'connections',
  }),
  LARGE_RESPONSES_PER_KEY: integer('Responses above 256 KB that one key reads at a time', {
    default: 8,
    min: 1,
    max: 10_000,
    unit: 'responses',
  }),
  LARGE_RESPONSES: integer('Responses above 256 KB that one API process sends at a time', {
    default: 64,
    min: 1,
    max: 100_000,
    unit: 'responses',
  }),
  RESPONSE_STALL_SECONDS: integer('Time after which a client that reads nothing is cut off', {
    default: 60,
    min: 1,
    max: 3_600,
    unit: 'seconds',
  }),
  IMPORT_DEFAULT_WAIT_SECONDS: integer('Wait of an upload without a `Prefer` header', {
    default: 0,
    min: 0,
    max: 60,
    unit: 'seconds',
  }),
  MAX_EDIT_ENTITY_BYTES: integer('Size of one entity or schema that an edit reads', {
    default: 4_194_304,
    min: 65_536,
    max: 268_435_456,
    unit: 'bytes',
  }),
  MAX_EDIT_BYTES: integer('Size of all entities or schemas that an edit reads at a time', {
    default: 16_777_216,
    min: 65_536,
    max: 1_073_741_824,
    unit: 'bytes',
  }),
  METRICS_PORT: integer('Port of the API for `/metrics`; `0` for none', { default: 0, min: 0, max: 65_535 }),
};

export const authentication = {
  API_KEY_DAYS: integer('Lifetime of a new API key without a date; `0` for no end', {
    default: 365,
    min: 0,
    max: 36_500,
    unit: 'days',
  }),
  AUTH_JWKS_URL: optionalText('URL of the public keys of a JWT issuer', { schema: urlSchemas.http }),
  AUTH_ISSUER: optionalText('Required `iss` claim'),
  AUTH_AUDIENCE: optionalText('Required `aud` claim, or one of its values'),
  AUTH_ORGANISATION_CLAIM: text(
    'Claim with the organisation id: a name, or a dotted path',
    'organisation_id',
    z.string().trim().min(1),
  ),
  AUTH_ROLES_CLAIM: text('Claim with the roles: a list, or words in a text', 'roles', z.string().trim().min(1)),
  OIDC_ISSUER: optionalText('Issuer that signs browsers in to the console (OpenID Connect)', {
    schema: urlSchemas.http,
  }),
  OIDC_CLIENT_ID: optionalText('Client id of this service at that issuer'),
  OIDC_CLIENT_SECRET: optionalText('Its secret; none for a public client'),
  OIDC_SCOPE: text(
    'Scopes that the sign-in asks for',
    'openid',
    z
      .string()
      .trim()
      .refine((scope) => scope.split(' ').includes('openid'), 'must have the word "openid"'),
  ),
};

export const rateLimits = {
  REQUESTS_PER_KEY: integer('Requests of one key in progress, in one API process; `0` for no limit', {
    default: 100,
    min: 0,
    max: 1_000_000,
    unit: 'requests',
  }),
  REQUESTS_PER_ORGANISATION: integer('The same of all keys and tokens of one organisation; `0` for no limit', {
    default: 400,
    min: 0,
    max: 1_000_000,
    unit: 'requests',
  }),
  REQUESTS_PER_ADDRESS: integer('The same of one address without a key; `0` for no limit', {
    default: 100,
    min: 0,
    max: 1_000_000,
    unit: 'requests',
  }),
  WAITS_PER_KEY: integer('Requests of one key that wait for an import (`Prefer: wait`); `0` for no limit', {
    default: 1_000,
    min: 0,
    max: 1_000_000,
    unit: 'requests',
  }),
  RATE_LIMIT_READS_PER_MINUTE: integer('GET requests of one key; `0` for no limit', {
    default: 60_000,
    min: 0,
    max: 10_000_000,
    unit: 'requests',
  }),
  RATE_LIMIT_WRITES_PER_MINUTE: integer('Other requests of one key; `0` for no limit', {
    default: 6_000,
    min: 0,
    max: 10_000_000,
    unit: 'requests',
  }),
  RATE_LIMIT_FAILURES_PER_MINUTE: integer('Failed authentications of one address; `0` for no limit', {
    default: 60,
    min: 0,
    max: 10_000_000,
    unit: 'requests',
  }),
  RATE_LIMIT_ANONYMOUS_PER_MINUTE: integer('Requests without a key of one address; `0` for no limit', {
    default: 600,
    min: 0,
    max: 10_000_000,
    unit: 'requests',
  }),
};
