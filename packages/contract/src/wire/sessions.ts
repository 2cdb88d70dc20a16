import { z } from 'zod';
import { timestamp, ulid } from './common.ts';
import { apiKeyScopes } from './scopes.ts';
import type { WireType } from './wire-type.ts';

export const session = z
  .looseObject({
    role: z.enum(['public', 'read', 'import', 'operator']),
    scopes: z.array(z.enum(apiKeyScopes)).optional().meta({ description: 'Absent for a key without restriction.' }),
    caller: z.looseObject({ id: z.string(), name: z.string().optional() }).meta({
      description: 'The API key, or the subject of the token.',
    }),
    organisation: z
      .looseObject({ id: ulid, name: z.string().optional() })
      .optional()
      .meta({ description: 'Absent for operators, who act in every organisation.' }),
    expiresAt: timestamp.optional().meta({
      description: 'When the session of the cookie ends. Absent for a request with a key or token.',
    }),
  })
  .meta({ id: 'Session', description: 'Who calls, and what the caller may do.' });

export type SessionResource = WireType<typeof session>;

export const signInLink = z
  .looseObject({
    url: z.url().meta({ description: 'Opens the console signed in. It works once.' }),
    expiresAt: timestamp,
  })
  .meta({ id: 'SignInLink' });

export type SignInLink = WireType<typeof signInLink>;
