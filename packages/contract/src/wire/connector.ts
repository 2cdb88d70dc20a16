import { z } from 'zod';
import { message, pageShape, timestamp, ulid } from './common.ts';
import { versionName } from './version-name.ts';
import type { WireType } from './wire-type.ts';

export const connectorVersion = z
  .looseObject({
    id: ulid,
    name: z.string(),
    description: z.string().optional(),
    isLatest: z.boolean().meta({ description: 'True for the version that was published last.' }),
    isDefault: z.boolean(),
    createdAt: timestamp,
    updatedAt: timestamp,
    publishedAt: timestamp.nullable().meta({ description: 'Null for a draft.' }),
    messages: z.array(message).optional(),
    links: z
      .looseObject({ console: z.url().meta({ description: 'The page of the version in the web console.' }) })
      .optional()
      .meta({ description: 'Only where the version is read by itself.' }),
  })
  .meta({ id: 'ConnectorVersion' });

export type VersionResource = WireType<typeof connectorVersion>;

export const connectorVersionsPage = z
  .looseObject({ ...pageShape, items: z.array(connectorVersion) })
  .meta({ id: 'ConnectorVersionsPage' });

export type VersionPage = WireType<typeof connectorVersionsPage>;

export const connectionVariable = z
  .looseObject({ name: z.string(), value: z.string() })
  .meta({ id: 'ConnectionVariable' });

const schemeBase = {
  id: ulid,
  key: z
    .string()
    .optional()
    .meta({ description: 'Name under `components.securitySchemes`. Absent if no document declares the scheme.' }),
  description: z.string(),
  validationMessages: z.array(message).optional(),
};
const credentialPlace = z.enum(['query', 'header', 'cookie']);
const client = {
  credentialId: ulid.optional(),
  organisationId: ulid.optional(),
  clientId: z.string().optional(),
  clientSecret: z
    .string()
    .min(1, 'must not be empty')
    .max(10_000, 'must have at most 10,000 characters')
    .optional()
    .meta({
      writeOnly: true,
      description: 'Stored encrypted and never sent. Without it, the present one is kept.',
    }),
  hasClientSecret: z.boolean().optional().meta({ readOnly: true, description: 'Whether there is a secret.' }),
};
const grant = z.discriminatedUnion('grantType', [
  z.looseObject({ grantType: z.literal('authorization_code'), ...client }),
  z.looseObject({ grantType: z.literal('client_credentials') }),
  z.looseObject({ grantType: z.literal('password'), ...client }),
]);

export const authSchemeConfig = z
  .union([
    z.looseObject({ ...schemeBase, schemeType: z.literal('none') }),
    z.looseObject({ ...schemeBase, schemeType: z.literal('api-key'), name: z.string(), in: credentialPlace }),
    z.looseObject({ ...schemeBase, schemeType: z.literal('basic-auth') }),
    z.looseObject({
      ...schemeBase,
      schemeType: z.literal('oauth2'),
      authorizeUrl: z.url(),
      tokenUrl: z.url(),
      scopes: z.array(z.looseObject({ name: z.string(), description: z.string().optional() })),
      defaultScopes: z.array(z.string()),
      additionalAuthorizeParams: z.string().optional(),
      additionalTokenParams: z.string().optional(),
      mtlsEnabled: z.boolean().optional(),
      mtlsCredentialId: z.string().optional(),
      grant,
    }),
    z.looseObject({
      ...schemeBase,
      schemeType: z.literal('hmac'),
      name: z.string(),
      in: credentialPlace,
      algorithm: z.enum(['sha1', 'sha256', 'sha512']),
      digestInputs: z.array(z.enum(['body', 'url'])),
    }),
    z.looseObject({ ...schemeBase, schemeType: z.literal('certificate') }),
  ])
  .meta({ id: 'AuthSchemeConfig' });

export type AuthSchemeConfig = z.infer<typeof authSchemeConfig>;

export const tags = z.record(z.string(), z.unknown()).meta({ id: 'Tags' });

export const httpConnector = z
  .looseObject({
    id: ulid,
    organisationId: ulid,
    name: z.string(),
    public: z.boolean(),
    documentationURL: z.string().optional(),
    imageURL: z.string().optional(),
    tags: tags.optional(),
    protocol: z.literal('http'),
    baseUrl: z.string(),
    authSchemeConfigs: z.array(authSchemeConfig),
    connectionVariables: z.array(connectionVariable).optional(),
    connections: z
      .array(z.looseObject({ id: ulid }))
      .meta({ description: 'Always empty: this service stores no credentials.' }),
    versions: z.array(connectorVersion),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'HTTPConnector' });

export type ConnectorResource = WireType<typeof httpConnector>;

/** The columns by which connectors can be sorted. */
export const connectorSortColumns = ['id', 'name', 'createdAt', 'updatedAt'] as const;

export const connectorPage = z
  .looseObject({ ...pageShape, connectors: z.array(httpConnector) })
  .meta({ id: 'ConnectorPage' });

export type ConnectorPage = WireType<typeof connectorPage>;

export const httpConnectorCreate = z
  .looseObject({
    name: z.string().trim().min(1).max(500),
    baseUrl: z.string().max(2_000),
    connectionVariables: z.array(connectionVariable).optional(),
    authSchemeConfigs: z.array(authSchemeConfig),
    connections: z.array(z.unknown()).max(0, 'must be empty: this service stores no connections').optional(),
    tags: tags.optional(),
    public: z.boolean().optional(),
  })
  .meta({ id: 'HTTPConnectorCreate' });

export type HttpConnectorCreate = z.infer<typeof httpConnectorCreate>;

/** PostgreSQL's `text` cannot hold U+0000. */
const storable = z.string().regex(/^[^\u0000]*$/, 'must not contain U+0000');
const address = storable.max(2_000, 'must have at most 2,000 characters');

export const httpConnectorUpdate = z
  .looseObject({
    id: ulid,
    organisationId: ulid,
    protocol: z.literal('http', { error: 'must be "http", the only supported protocol' }),
    name: storable.trim().min(1, 'must not be empty').max(500, 'must have at most 500 characters'),
    baseUrl: address,
    documentationURL: address.optional(),
    imageURL: address.optional(),
    tags: tags.optional(),
    public: z.boolean().optional(),
    authSchemeConfigIds: z
      .array(z.string())
      .optional()
      .meta({ description: 'The ids of all auth schemes of the connector, in the new order. Unchanged if absent.' }),
    connectionVariables: z
      .array(connectionVariable)
      .optional()
      .meta({ description: 'Replaces all connection variables. Unchanged if absent.' }),
  })
  .meta({ id: 'HTTPConnectorUpdate' });

export type HttpConnectorUpdate = z.infer<typeof httpConnectorUpdate>;

export const connectorVersionCreate = z
  .looseObject({
    name: versionName,
    fromVersion: z
      .string()
      .optional()
      .meta({ description: 'The version to copy: its name, `latest` or `default`. Without it the draft is empty.' }),
  })
  .meta({ id: 'ConnectorVersionCreate' });

export type ConnectorVersionCreate = z.infer<typeof connectorVersionCreate>;

const instant = z.iso.datetime({
  offset: true,
  error: 'must be a time in RFC 3339 format, such as 2030-12-31T00:00:00Z',
});

export const connectorVersionUpdate = z
  .looseObject({
    id: ulid,
    name: versionName,
    description: storable.max(10_000, 'must have at most 10,000 characters').optional(),
    isLatest: z.boolean(),
    isDefault: z.boolean(),
    createdAt: instant,
    updatedAt: instant,
    publishedAt: instant.nullable(),
    messages: z.array(message).optional().meta({ description: 'Ignored.' }),
  })
  .meta({
    id: 'ConnectorVersionUpdate',
    description:
      'A version as it was read, with a new name, description or `isDefault`. All other fields must be unchanged.',
  });

export type ConnectorVersionUpdate = z.infer<typeof connectorVersionUpdate>;

export const publishedVersion = z.looseObject({ version: connectorVersion }).meta({ id: 'PublishConnectorResponse' });
export const unpublishedVersion = z
  .looseObject({ version: connectorVersion })
  .meta({ id: 'UnpublishConnectorResponse' });

export type PublishResponse = WireType<typeof publishedVersion>;
