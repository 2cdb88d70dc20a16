import { z } from 'zod';
import { timestamp } from './common.ts';
import type { WireType } from './wire-type.ts';

/** Delivery of the notification that `callbackUrl` asks for. */
export const importNotification = z
  .looseObject({
    url: z.string(),
    status: z.enum(['waiting', 'pending', 'delivered', 'given_up']).meta({
      description: '`waiting` until the import has ended, then `pending` until it is delivered or given up.',
    }),
    attempts: z.array(
      z.looseObject({
        at: timestamp,
        status: z.int().optional().meta({ description: 'HTTP status of the response. Absent if there was none.' }),
        error: z.string().optional().meta({ description: 'Stable code. Absent if there was a response.' }),
        durationMs: z.int(),
      }),
    ),
    nextAttemptAt: timestamp.optional(),
  })
  .meta({ id: 'ImportCallback' });

export const callbackSecret = z
  .looseObject({
    secret: z.string().meta({ description: '`whsec_` and 32 random bytes in base 64. Shown only in this response.' }),
    createdAt: timestamp,
    previousValidUntil: timestamp
      .optional()
      .meta({ description: 'Until then notifications are also signed with the previous secret.' }),
  })
  .meta({ id: 'CallbackSecret' });

export type CallbackSecret = WireType<typeof callbackSecret>;
