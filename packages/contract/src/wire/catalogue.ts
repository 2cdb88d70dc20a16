import { z } from 'zod';
import { about, idOf, timeOf } from './about.ts';
import { pageShape } from './common.ts';
import { sampleIds } from './sample-ids.ts';
import type { WireType } from './wire-type.ts';

/** What a connector can be about, as the wire contract lists it. */
export const categories = [
  'Development & IT',
  'ERP',
  'Supply Chain & Logistics',
  'Communication',
  'Accounting',
  'Hospitality',
  'Productivity',
  'HR',
  'CRM',
  'AI/LLMs',
  'eCommerce',
  'Business Operations',
] as const;

export const category = z.enum(categories).meta({ id: 'Category', description: 'What a connector is about.' });

export type Category = z.infer<typeof category>;

export const categoryList = z.array(category).meta({ id: 'CategoryList', description: 'All categories.' });

const protocol = z
  .looseObject({
    id: idOf('the protocol', sampleIds.protocol),
    slug: z.string().meta(about('Unique name, as part of paths.', 'http')),
    name: z.string().meta(about('Name for people.', 'HTTP')),
    description: z.string().meta(about('What the protocol is for.', 'Requests and responses over HTTP.')),
    iconURL: z.url().meta(about('URL of an icon, as a data URL.', 'data:image/svg+xml,%3Csvg/%3E')),
  })
  .meta({ id: 'Protocol', description: 'How actions and triggers communicate.' });

export const protocolPage = z
  .looseObject({ ...pageShape, protocols: z.array(protocol).meta(about('The protocols of this page.')) })
  .meta({ id: 'ProtocolPage', description: 'A page of protocols.' });

export type ProtocolPage = WireType<typeof protocolPage>;

const authScheme = z
  .looseObject({
    id: idOf('the kind of authentication', sampleIds.authScheme),
    type: z
      .enum(['none', 'api-key', 'basic-auth', 'oauth2', 'hmac', 'certificate'])
      .meta({ id: 'AuthSchemeType', description: 'The `schemeType` of an AuthSchemeConfig.' }),
    name: z.string().meta(about('Name for people.', 'API key')),
    description: z.string().meta(about('How it works.', 'A secret in a header, the query or a cookie.')),
  })
  .meta({ id: 'AuthScheme', description: 'A kind of authentication that connectors can have.' });

export const authSchemePage = z
  .looseObject({ ...pageShape, authSchemes: z.array(authScheme).meta(about('The auth schemes of this page.')) })
  .meta({ id: 'AuthSchemePage', description: 'A page of kinds of authentication.' });

export type AuthSchemePage = WireType<typeof authSchemePage>;

export const signedUrl = z
  .looseObject({
    uploadUrl: z
      .url()
      .meta(
        about(
          'Accepts one PUT with the document, within five minutes, without a key.',
          `https://connectory.example/api/connect/v1/o/${sampleIds.organisation}/uploads/${sampleIds.upload}?token=mXq2Zb7n0TtYV4Jr5cKs8w`,
        ),
      ),
    url: z
      .url()
      .meta(
        about(
          'The `schemaURL` for importing the document. Nothing can be read there.',
          `https://connectory.example/api/connect/v1/o/${sampleIds.organisation}/uploads/${sampleIds.upload}`,
        ),
      ),
  })
  .meta({ id: 'SignedURL', description: 'A URL for one upload.' });

export type SignedUrl = WireType<typeof signedUrl>;

const connectionSummary = z
  .looseObject({
    id: idOf('the connection', sampleIds.connection),
    name: z.string().meta(about('Name of the connection.', 'Production')),
    createdAt: timeOf('When it was created'),
    updatedAt: timeOf('When it was last changed'),
  })
  .meta({ id: 'ConnectionSummary', description: 'A connection of a connector.' });

export const connectionPage = z
  .looseObject({
    ...pageShape,
    items: z.array(connectionSummary).meta(about('Always empty: this service stores no connections.', [])),
  })
  .meta({ id: 'ConnectorConnectionPage', description: 'A page of connections.' });

export type ConnectionPage = WireType<typeof connectionPage>;
