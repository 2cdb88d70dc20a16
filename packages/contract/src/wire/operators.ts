import { z } from 'zod';
import { pageShape, timestamp, ulid } from './common.ts';
import { apiKeyScopes, roleOfScope } from './scopes.ts';
import type { WireType } from './wire-type.ts';

const name = z
  .string({ error: 'is required and must be a string' })
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');

export const organisation = z.looseObject({ id: ulid, name: z.string(), createdAt: timestamp }).meta({
  id: 'Organisation',
});

export const organisationPage = z
  .looseObject({ ...pageShape, organisations: z.array(organisation) })
  .meta({ id: 'OrganisationPage' });

export type OrganisationResource = WireType<typeof organisation>;
export type OrganisationPage = WireType<typeof organisationPage>;

export const organisationCreate = z.strictObject({ name }).meta({ id: 'OrganisationCreate' });

export const apiKeyRoles = ['read', 'import', 'operator'] as const;

const keyShape = {
  id: ulid,
  organisationId: ulid
    .optional()
    .meta({ description: 'Absent for an operator key, which acts in every organisation.' }),
  name: z.string(),
  role: z.enum(apiKeyRoles),
  scopes: z.array(z.enum(apiKeyScopes)).optional().meta({ description: 'Absent for a key without restriction.' }),
  prefix: z.string().meta({ description: 'The first characters of the key, to recognise it by.' }),
  status: z.enum(['valid', 'expired', 'revoked']),
  createdAt: timestamp,
  expiresAt: timestamp.optional().meta({ description: 'Absent for a key that does not expire.' }),
};

export const apiKey = z
  .looseObject({
    ...keyShape,
    lastUsedAt: timestamp.optional().meta({ description: 'Accurate to a minute.' }),
    revokedAt: timestamp.optional(),
  })
  .meta({ id: 'ApiKey' });

export const createdApiKey = z
  .looseObject({ ...keyShape, token: z.string().meta({ description: 'The key itself. Shown only in this response.' }) })
  .meta({ id: 'CreatedApiKey' });

export const apiKeyPage = z.looseObject({ ...pageShape, keys: z.array(apiKey) }).meta({ id: 'ApiKeyPage' });

export type ApiKeyResource = WireType<typeof apiKey>;
export type CreatedApiKey = WireType<typeof createdApiKey>;
export type ApiKeyPage = WireType<typeof apiKeyPage>;

/** RFC 3339 has years of four digits. In another time zone, a later time can have five. */
const endOfTimes = Date.UTC(9999, 11, 31);

export const apiKeyCreate = z
  .strictObject({
    name,
    role: z.enum(apiKeyRoles, { error: `must be one of ${apiKeyRoles.join(', ')}` }),
    organisationId: ulid
      .optional()
      .meta({ description: 'The organisation that the key belongs to. Required unless the role is `operator`.' }),
    expiresAt: z.iso
      .datetime({ offset: true, error: 'must be a time such as 2030-12-31T00:00:00Z' })
      .refine((text) => !(new Date(text).getTime() >= endOfTimes), 'must be before 9999-12-31')
      .nullable()
      .optional()
      .meta({ description: 'When the key stops working; null for never. Default: after API_KEY_DAYS.' }),
    scopes: z
      .array(z.enum(apiKeyScopes, { error: `must be one of ${apiKeyScopes.join(', ')}` }))
      .min(1, 'must not be empty')
      .max(apiKeyScopes.length, 'must not be repeated')
      .optional()
      .meta({ description: 'Restricts the key to a part of what its role allows. Default: no restriction.' }),
  })
  .superRefine(({ role, organisationId, scopes = [] }, context) => {
    for (const [index, scope] of scopes.entries()) {
      const needed = roleOfScope(scope);
      if (apiKeyRoles.indexOf(role) >= apiKeyRoles.indexOf(needed)) continue;
      context.addIssue({ code: 'custom', path: ['scopes', index], message: `needs the role "${needed}"` });
    }
    if ((role === 'operator') === (organisationId === undefined)) return;
    const message =
      role === 'operator' ? 'must be absent: an operator acts in every organisation' : 'is required for this role';
    context.addIssue({ code: 'custom', path: ['organisationId'], message });
  })
  .meta({ id: 'ApiKeyCreate' });

export type ApiKeyCreate = z.infer<typeof apiKeyCreate>;
export type OrganisationCreate = z.infer<typeof organisationCreate>;
