import { z } from 'zod';
import { message, pageShape, timestamp, ulid } from './common.ts';

export const connectorVersion = z
  .looseObject({
    id: ulid,
    name: z.string(),
    description: z.string().optional(),
    isLatest: z.boolean().meta({ description: 'Published last of all.' }),
    isDefault: z.boolean(),
    createdAt: timestamp,
    updatedAt: timestamp,
    publishedAt: timestamp.nullable().meta({ description: 'Null while a draft.' }),
    messages: z.array(message).optional(),
  })
  .meta({ id: 'ConnectorVersion' });

export const connectorVersionsPage = z
  .looseObject({ ...pageShape, items: z.array(connectorVersion) })
  .meta({ id: 'ConnectorVersionsPage' });

export const connectionVariable = z
  .looseObject({ name: z.string(), value: z.string() })
  .meta({ id: 'ConnectionVariable' });

const schemeBase = { id: ulid, description: z.string(), validationMessages: z.array(message).optional() };
const credentialPlace = z.enum(['query', 'header', 'cookie']);
const client = {
  credentialId: ulid.optional(),
  organisationId: ulid.optional(),
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
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

const tags = z.record(z.string(), z.unknown()).meta({ id: 'Tags' });

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
      .meta({ description: 'Always empty: this service holds no credentials.' }),
    versions: z.array(connectorVersion),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'HTTPConnector' });

export const connectorPage = z
  .looseObject({ ...pageShape, connectors: z.array(httpConnector) })
  .meta({ id: 'ConnectorPage' });

export const httpConnectorCreate = z
  .looseObject({
    name: z.string().trim().min(1).max(500),
    baseUrl: z.string().max(2_000),
    connectionVariables: z.array(connectionVariable).optional(),
    authSchemeConfigs: z.array(authSchemeConfig),
    connections: z.array(z.unknown()).max(0, 'must be empty: this service holds no connections').optional(),
    tags: tags.optional(),
    public: z.boolean().optional(),
  })
  .meta({ id: 'HTTPConnectorCreate' });

export type HttpConnectorCreate = z.infer<typeof httpConnectorCreate>;
