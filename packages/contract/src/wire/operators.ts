import { z } from 'zod';
import { about, idOf, timeOf } from './about.ts';
import { pageShape } from './common.ts';
import { sampleIds } from './sample-ids.ts';
import { apiKeyScopes, roleOfScope } from './scopes.ts';
import type { WireType } from './wire-type.ts';

const name = z
  .string({ error: 'is required and must be a string' })
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters')
  .meta(about('Name for people.', 'ci'));

export const organisation = z
  .looseObject({
    id: idOf('the organisation', sampleIds.organisation),
    name: z.string().meta(about('Its name.', 'Default')),
    createdAt: timeOf('When it was created'),
  })
  .meta({ id: 'Organisation', description: 'An owner of connectors and keys.' });

export const organisationPage = z
  .looseObject({ ...pageShape, organisations: z.array(organisation).meta(about('The organisations of this page.')) })
  .meta({ id: 'OrganisationPage', description: 'A page of organisations.' });

export type OrganisationResource = WireType<typeof organisation>;
export type OrganisationPage = WireType<typeof organisationPage>;

export const organisationCreate = z
  .strictObject({ name })
  .meta({ id: 'OrganisationCreate', description: 'A new organisation.' });

export const apiKeyRoles = ['read', 'import', 'operator'] as const;

const keyShape = {
  id: idOf('the key', sampleIds.key),
  organisationId: idOf('its organisation', sampleIds.organisation)
    .optional()
    .meta(about('Id of its organisation. Absent for an operator key, which acts in every organisation.')),
  name: z.string().meta(about('Name for people.', 'ci')),
  role: z.enum(apiKeyRoles).meta(about('Its role.')),
  scopes: z
    .array(z.enum(apiKeyScopes))
    .optional()
    .meta(about('Its scopes. Absent for a key without restriction.', ['imports:write'])),
  prefix: z.string().meta(about('The first characters of the key, to recognise it by.', 'cty_AbCd')),
  status: z.enum(['valid', 'expired', 'revoked']).meta(about('Whether it works.')),
  createdAt: timeOf('When it was created'),
  expiresAt: timeOf('When it stops working. Absent for a key that does not expire').optional(),
};

export const apiKey = z
  .looseObject({
    ...keyShape,
    lastUsedAt: timeOf('When it was last used, accurate to a minute').optional(),
    revokedAt: timeOf('When it was revoked').optional(),
  })
  .meta({ id: 'ApiKey', description: 'An API key, without the key itself.' });

export const createdApiKey = z
  .looseObject({
    ...keyShape,
    token: z.string().meta(about('The key itself. Shown only in this response.', 'cty_AbCdExampleOnly')),
  })
  .meta({ id: 'CreatedApiKey', description: 'A new API key.' });

export const apiKeyPage = z
  .looseObject({ ...pageShape, keys: z.array(apiKey).meta(about('The keys of this page.')) })
  .meta({ id: 'ApiKeyPage', description: 'A page of API keys.' });

export type ApiKeyResource = WireType<typeof apiKey>;
export type CreatedApiKey = WireType<typeof createdApiKey>;
export type ApiKeyPage = WireType<typeof apiKeyPage>;

/** RFC 3339 has years of four digits. In another time zone, a later time can have five. */
const endOfTimes = Date.UTC(9999, 11, 31);

export const apiKeyCreate = z
  .strictObject({
    name,
    role: z.enum(apiKeyRoles, { error: `must be one of ${apiKeyRoles.join(', ')}` }).meta(about('Its role.')),
    organisationId: idOf('the organisation', sampleIds.organisation)
      .optional()
      .meta(about('The organisation that the key belongs to. Required unless the role is `operator`.')),
    expiresAt: z.iso
      .datetime({ offset: true, error: 'must be a time such as 2030-12-31T00:00:00Z' })
      .refine((text) => !(new Date(text).getTime() >= endOfTimes), 'must be before 9999-12-31')
      .nullable()
      .optional()
      .meta(about('When the key stops working; null for never. Default: after API_KEY_DAYS.', '2030-12-31T00:00:00Z')),
    scopes: z
      .array(z.enum(apiKeyScopes, { error: `must be one of ${apiKeyScopes.join(', ')}` }))
      .min(1, 'must not be empty')
      .max(apiKeyScopes.length, 'must not be repeated')
      .optional()
      .meta(
        about('Restricts the key to a part of what its role allows. Default: no restriction.', ['connectors:read']),
      ),
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
  .meta({ id: 'ApiKeyCreate', description: 'A new API key.' });

export type ApiKeyCreate = z.infer<typeof apiKeyCreate>;
export type OrganisationCreate = z.infer<typeof organisationCreate>;
