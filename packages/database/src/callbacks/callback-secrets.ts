import { randomBytes } from 'node:crypto';
import { createId } from '../ids/create-id.ts';
import type { Database } from '../postgres/database.ts';

export interface NewCallbackSecret {
  /** `whsec_` and 32 random bytes in base 64, as Standard Webhooks has it. */
  readonly secret: string;
  readonly createdAt: Date;
  /** Until when those before it sign beside it; null when there was none. */
  readonly previousValidUntil: Date | null;
}

/** How long receivers have to take up a new secret. */
const overlapMs = 24 * 3_600_000;

/** Makes the secret that an organisation's callbacks are signed with from now on. It is returned here, and never to a client again. */
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

/** The secrets that sign at present, the newest first. */
export async function readCallbackSecrets(database: Database, organisationId: string): Promise<readonly string[]> {
  const rows = await database.prisma.callbackSecret.findMany({
    where: { organisationId, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
    orderBy: { id: 'desc' },
    select: { secret: true },
  });
  return rows.map(({ secret }) => secret);
}
