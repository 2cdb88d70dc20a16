import { z } from 'zod';
import { about, idOf, timeOf } from './about.ts';
import { authSchemeConfig } from './auth-scheme-configs.ts';
import { message, pageShape } from './common.ts';
import { sampleIds } from './sample-ids.ts';
import { versionName } from './version-name.ts';
import type { WireType } from './wire-type.ts';

const versionLinks = z
  .looseObject({
    console: z
      .url()
      .meta(
        about(
          'The page of the version in the web console.',
          `https://connectory.example/console/connectors/${sampleIds.connector}/versions/1.0.0`,
        ),
      ),
  })
  .meta({ id: 'ConnectorVersionLinks', description: 'Only where the version is read by itself.' });

export const connectorVersion = z
  .looseObject({
    id: idOf('the version', sampleIds.version),
    name: z.string().meta(about('Name of the version, as part of paths.', '1.0.0')),
    description: z.string().optional().meta(about('Text for people.', 'First version of the pet store.')),
    isLatest: z.boolean().meta(about('True for the version that was published last.')),
    isDefault: z.boolean().meta(about('Whether `default` refers to it.')),
    createdAt: timeOf('When it was created'),
    updatedAt: timeOf('When it was last changed'),
    publishedAt: timeOf('When it was published').nullable().meta(about('When it was published. Null for a draft.')),
    messages: z.array(message).optional().meta(about('The messages of its import.')),
    importId: idOf(
      'its last import, as long as that is kept. Only where the version is read by itself',
      sampleIds.import,
    ).optional(),
    links: versionLinks.optional(),
  })
  .meta({ id: 'ConnectorVersion', description: 'A version of a connector: a draft, or published and immutable.' });

export type VersionResource = WireType<typeof connectorVersion>;

export const connectorVersionsPage = z
  .looseObject({ ...pageShape, items: z.array(connectorVersion).meta(about('The versions of this page.')) })
  .meta({ id: 'ConnectorVersionsPage', description: 'A page of versions.' });

export type VersionPage = WireType<typeof connectorVersionsPage>;

export const connectionVariable = z
  .looseObject({
    name: z.string().meta(about('Name of the variable.', 'region')),
    value: z.string().meta(about('Its value.', 'eu')),
  })
  .meta({ id: 'ConnectionVariable', description: 'A variable of the base URL.' });

const connectionReference = z
  .looseObject({ id: idOf('the connection', sampleIds.connection) })
  .meta({ id: 'ConnectionReference', description: 'A connection of a connector.' });

export const tags = z
  .record(z.string(), z.unknown())
  .meta({ id: 'Tags', description: 'Tags of a connector: values by key.', examples: [{ team: 'payments' }] });

export const httpConnector = z
  .looseObject({
    id: idOf('the connector', sampleIds.connector),
    organisationId: idOf('its organisation', sampleIds.organisation),
    name: z.string().meta(about('Name of the connector.', 'Pets')),
    public: z.boolean().meta(about('Whether its published versions are in the public library.')),
    documentationURL: z.string().optional().meta(about('Where the API is documented.', 'https://pets.example/docs')),
    imageURL: z.string().optional().meta(about('URL of a logo.', 'https://pets.example/logo.png')),
    tags: tags.optional(),
    protocol: z.literal('http').meta(about('The protocol of its actions and triggers.')),
    baseUrl: z
      .string()
      .meta(about('Base URL of the API. May contain variables in `{{ }}`.', 'https://api.pets.example')),
    authSchemeConfigs: z.array(authSchemeConfig).meta(about('How users authenticate, in order of preference.')),
    connectionVariables: z.array(connectionVariable).optional().meta(about('Variables and their default values.')),
    connections: z.array(connectionReference).meta(about('Always empty: this service stores no credentials.', [])),
    versions: z.array(connectorVersion).meta(about('Its versions, most recently updated first.')),
    createdAt: timeOf('When it was created'),
    updatedAt: timeOf('When it was last changed'),
  })
  .meta({ id: 'HTTPConnector', description: 'A connector to an HTTP API.' });

export type ConnectorResource = WireType<typeof httpConnector>;

/** The columns by which connectors can be sorted. */
export const connectorSortColumns = ['id', 'name', 'createdAt', 'updatedAt'] as const;

export const connectorPage = z
  .looseObject({ ...pageShape, connectors: z.array(httpConnector).meta(about('The connectors of this page.')) })
  .meta({ id: 'ConnectorPage', description: 'A page of connectors.' });

export type ConnectorPage = WireType<typeof connectorPage>;

export const httpConnectorCreate = z
  .looseObject({
    name: z.string().trim().min(1).max(500).meta(about('Name of the connector.', 'Pets')),
    baseUrl: z.string().max(2_000).meta(about('Base URL of the API.', 'https://api.pets.example')),
    connectionVariables: z.array(connectionVariable).optional().meta(about('Variables and their default values.')),
    authSchemeConfigs: z.array(authSchemeConfig).meta(about('How users authenticate, in order of preference.')),
    connections: z
      .array(z.unknown())
      .max(0, 'must be empty: this service stores no connections')
      .optional()
      .meta(about('Must be empty: this service stores no connections.', [])),
    tags: tags.optional(),
    public: z.boolean().optional().meta(about('Whether its published versions are in the public library.')),
  })
  .meta({ id: 'HTTPConnectorCreate', description: 'A new connector.' });

export type HttpConnectorCreate = z.infer<typeof httpConnectorCreate>;

/** PostgreSQL's `text` cannot hold U+0000. */
const storable = z.string().regex(/^[^\u0000]*$/, 'must not contain U+0000');
const address = storable.max(2_000, 'must have at most 2,000 characters');

export const httpConnectorUpdate = z
  .looseObject({
    id: idOf('the connector', sampleIds.connector),
    organisationId: idOf('its organisation', sampleIds.organisation),
    protocol: z
      .literal('http', { error: 'must be "http", the only supported protocol' })
      .meta(about('The protocol of the connector.')),
    name: storable
      .trim()
      .min(1, 'must not be empty')
      .max(500, 'must have at most 500 characters')
      .meta(about('Name of the connector.', 'Pets')),
    baseUrl: address.meta(about('Base URL of the API.', 'https://api.pets.example')),
    documentationURL: address.optional().meta(about('Where the API is documented.', 'https://pets.example/docs')),
    imageURL: address.optional().meta(about('URL of a logo.', 'https://pets.example/logo.png')),
    tags: tags.optional(),
    public: z.boolean().optional().meta(about('Whether its published versions are in the public library.')),
    authSchemeConfigIds: z
      .array(z.string())
      .optional()
      .meta(
        about('The ids of all auth schemes of the connector, in the new order. Unchanged if absent.', [
          sampleIds.authScheme,
        ]),
      ),
    connectionVariables: z
      .array(connectionVariable)
      .optional()
      .meta(about('Replaces all connection variables. Unchanged if absent.')),
  })
  .meta({ id: 'HTTPConnectorUpdate', description: 'The changeable fields of a connector. Absent ones are removed.' });

export type HttpConnectorUpdate = z.infer<typeof httpConnectorUpdate>;

export const connectorVersionCreate = z
  .looseObject({
    name: versionName,
    fromVersion: z
      .string()
      .optional()
      .meta(about('The version to copy: its name, `latest` or `default`. Without it the draft is empty.', '1.0.0')),
  })
  .meta({ id: 'ConnectorVersionCreate', description: 'A new draft.' });

export type ConnectorVersionCreate = z.infer<typeof connectorVersionCreate>;

const instant = z.iso
  .datetime({ offset: true, error: 'must be a time in RFC 3339 format, such as 2030-12-31T00:00:00Z' })
  .meta(about('The time as it was read.', '2026-01-31T09:30:00.000Z'));

export const connectorVersionUpdate = z
  .looseObject({
    id: idOf('the version', sampleIds.version),
    name: versionName,
    description: storable
      .max(10_000, 'must have at most 10,000 characters')
      .optional()
      .meta(about('Text for people.', 'First version of the pet store.')),
    isLatest: z.boolean().meta(about('As it was read.')),
    isDefault: z.boolean().meta(about('Whether `default` refers to it.')),
    createdAt: instant,
    updatedAt: instant,
    publishedAt: instant.nullable().meta(about('As it was read. Null for a draft.')),
    messages: z.array(message).optional().meta(about('Ignored.')),
    importId: z.unknown().optional().meta(about('Ignored.', sampleIds.import)),
    links: z.unknown().optional().meta(about('Ignored.', {})),
  })
  .meta({
    id: 'ConnectorVersionUpdate',
    description:
      'A version as it was read, with a new name, description or `isDefault`. All other fields must be unchanged.',
  });

export type ConnectorVersionUpdate = z.infer<typeof connectorVersionUpdate>;

export const publishedVersion = z
  .looseObject({ version: connectorVersion })
  .meta({ id: 'PublishConnectorResponse', description: 'The published version.' });
export const unpublishedVersion = z
  .looseObject({ version: connectorVersion })
  .meta({ id: 'UnpublishConnectorResponse', description: 'The version, a draft again.' });

export type PublishResponse = WireType<typeof publishedVersion>;
