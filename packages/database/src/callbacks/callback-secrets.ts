import { randomBytes } from 'node:crypto';
import { createId } from '@connectory/encoding';
import type { Database } from '../postgres/database.ts';

export interface NewCallbackSecret {
  /** `whsec_` and 32 random bytes in base64 (Standard Webhooks specification). */
  readonly secret: string;
  readonly createdAt: Date;
  /** Until then the previous secret signs too; null when there was none. */
  readonly previousValidUntil: Date | null;
}

/** How long the previous secret stays valid, so that receivers can switch. */
const overlapMs = 24 * 3_600_000;

/** Creates a new secret for signing an organisation's notifications. It is returned only here. */
export async function rotateCallbackSecret(database: Database, organisationId: string): Promise<NewCallbackSecret> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + overlapMs);
  const previous = await database.prisma.$transaction(async (tx) => {
    await tx.callbackSecret.deleteMany({ where: { organisationId, expiresAt: { lte: createdAt } } });
    const { count } = await tx.callbackSecret.updateMany({
      where: { organisationId, expiresAt: null },
      data: { expiresAt },
    });
    await tx.callbackSecret.create({ data: { id: createId(), organisationId, secret, createdAt } });
    return count;
  });
  return { secret, createdAt, previousValidUntil: previous === 0 ? null : expiresAt };
}

/** The valid secrets, newest first. */
export async function readCallbackSecrets(database: Database, organisationId: string): Promise<readonly string[]> {
  const rows = await database.prisma.callbackSecret.findMany({
    where: { organisationId, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
    orderBy: { id: 'desc' },
    select: { secret: true },
  });
  return rows.map(({ secret }) => secret);
}
