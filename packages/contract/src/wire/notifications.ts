import { z } from 'zod';
import { about, timeOf } from './about.ts';
import type { WireType } from './wire-type.ts';

const attempt = z
  .looseObject({
    at: timeOf('When it began'),
    status: z.int().optional().meta(about('HTTP status of the response. Absent if there was none.', 204)),
    error: z.string().optional().meta(about('Stable code. Absent if there was a response.', 'timeout')),
    durationMs: z.int().meta(about('Duration in milliseconds.', 120)),
  })
  .meta({ id: 'ImportCallbackAttempt', description: 'An attempt to deliver a notification.' });

export const notificationStatuses = ['waiting', 'pending', 'delivered', 'given_up'] as const;

/** Delivery of the notification that `callbackUrl` asks for. */
export const importNotification = z
  .looseObject({
    url: z.string().meta(about('The `callbackUrl`.', 'https://hooks.example/imports')),
    status: z.enum(notificationStatuses).meta({
      description: '`waiting` until the import has ended, then `pending` until it is delivered or given up.',
    }),
    attempts: z.array(attempt).meta(about('The attempts so far.')),
    nextAttemptAt: timeOf('When the next attempt follows').optional(),
  })
  .meta({ id: 'ImportCallback', description: 'Delivery of the notification about the end of the import.' });

export const callbackSecret = z
  .looseObject({
    secret: z
      .string()
      .meta(
        about(
          '`whsec_` and 32 random bytes in base 64. Shown only in this response.',
          'whsec_RXhhbXBsZSBvbmx5LCBub3QgYSBzZWNyZXQgb2YgYW55IQ==',
        ),
      ),
    createdAt: timeOf('When it was created'),
    previousValidUntil: timeOf('Until then notifications are also signed with the previous secret').optional(),
  })
  .meta({ id: 'CallbackSecret', description: 'The secret that signs notifications.' });

export type CallbackSecret = WireType<typeof callbackSecret>;
