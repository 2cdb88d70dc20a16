import { z } from 'zod';
import { pageShape, timestamp, ulid } from './common.ts';
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

export const categoryList = z.array(category).meta({ id: 'CategoryList' });

const protocol = z
  .looseObject({
    id: ulid,
    slug: z.string().meta({ description: 'Unique name, as part of paths.' }),
    name: z.string(),
    description: z.string(),
    iconURL: z.url().meta({ description: 'URL of an icon, as a data URL.' }),
  })
  .meta({ id: 'Protocol', description: 'How actions and triggers communicate.' });

export const protocolPage = z.looseObject({ ...pageShape, protocols: z.array(protocol) }).meta({ id: 'ProtocolPage' });

export type ProtocolPage = WireType<typeof protocolPage>;

const authScheme = z
  .looseObject({
    id: ulid,
    type: z
      .enum(['none', 'api-key', 'basic-auth', 'oauth2', 'hmac', 'certificate'])
      .meta({ id: 'AuthSchemeType', description: 'The `schemeType` of an AuthSchemeConfig.' }),
    name: z.string(),
    description: z.string(),
  })
  .meta({ id: 'AuthScheme', description: 'A kind of authentication that connectors can have.' });

export const authSchemePage = z
  .looseObject({ ...pageShape, authSchemes: z.array(authScheme) })
  .meta({ id: 'AuthSchemePage' });

export type AuthSchemePage = WireType<typeof authSchemePage>;

export const signedUrl = z
  .looseObject({
    uploadUrl: z.url().meta({ description: 'Accepts one PUT with the document, within five minutes, without a key.' }),
    url: z.url().meta({ description: 'The `schemaURL` for importing the document. Nothing can be read there.' }),
  })
  .meta({ id: 'SignedURL' });

export type SignedUrl = WireType<typeof signedUrl>;

const connectionSummary = z
  .looseObject({ id: ulid, name: z.string(), createdAt: timestamp, updatedAt: timestamp })
  .meta({ id: 'ConnectionSummary' });

export const connectionPage = z
  .looseObject({
    ...pageShape,
    items: z.array(connectionSummary).meta({ description: 'Always empty: this service stores no connections.' }),
  })
  .meta({ id: 'ConnectorConnectionPage' });

export type ConnectionPage = WireType<typeof connectionPage>;
