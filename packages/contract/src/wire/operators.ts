import { z } from 'zod';
import { pageShape, timestamp, ulid } from './common.ts';

const name = z
  .string({ error: 'is required: a text' })
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

export const organisationCreate = z.strictObject({ name }).meta({ id: 'OrganisationCreate' });

export const apiKeyRoles = ['read', 'import', 'operator'] as const;

const keyShape = {
  id: ulid,
  organisationId: ulid
    .optional()
    .meta({ description: "Absent for an operator's key, which acts in every organisation." }),
  name: z.string(),
  role: z.enum(apiKeyRoles),
  prefix: z.string().meta({ description: 'How the key begins.' }),
  status: z.enum(['valid', 'expired', 'revoked']),
  createdAt: timestamp,
  expiresAt: timestamp.optional(),
  lastUsedAt: timestamp.optional().meta({ description: 'To the minute.' }),
  revokedAt: timestamp.optional(),
};

export const apiKey = z.looseObject(keyShape).meta({ id: 'ApiKey' });

export const createdApiKey = z
  .looseObject({ ...keyShape, token: z.string().meta({ description: 'The key itself: told here and never again.' }) })
  .meta({ id: 'CreatedApiKey' });

export const apiKeyPage = z.looseObject({ ...pageShape, keys: z.array(apiKey) }).meta({ id: 'ApiKeyPage' });

export const apiKeyCreate = z
  .strictObject({
    name,
    role: z.enum(apiKeyRoles, { error: `must be one of ${apiKeyRoles.join(', ')}` }),
    organisationId: ulid.optional().meta({ description: 'Of the organisation that the key belongs to.' }),
    expiresAt: z.iso
      .datetime({ offset: true, error: 'must be a time such as 2030-12-31T00:00:00Z' })
      .optional()
      .meta({ description: 'When it stops working; never unless given.' }),
  })
  .superRefine(({ role, organisationId }, context) => {
    if ((role === 'operator') === (organisationId === undefined)) return;
    const message =
      role === 'operator' ? 'must be absent: an operator acts in every organisation' : 'is required for this role';
    context.addIssue({ code: 'custom', path: ['organisationId'], message });
  })
  .meta({ id: 'ApiKeyCreate' });

export type ApiKeyCreate = z.infer<typeof apiKeyCreate>;
export type OrganisationCreate = z.infer<typeof organisationCreate>;
