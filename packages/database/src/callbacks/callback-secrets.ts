import { randomBytes } from 'node:crypto';
import { createId } from '@connectory/encoding';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';
import { openStoredSecret } from '../secrets/stored-secret.ts';

export interface NewCallbackSecret {
  /** `whsec_` and 32 random bytes in base64 (Standard Webhooks specification). */
  readonly secret: string;
  readonly createdAt: Date;
  /** Until then the previous secret signs too; null when there was none. */
  readonly previousValidUntil: Date | null;
}

/** How long the previous secret stays valid, so that receivers can switch. */
const overlapMs = 24 * 3_600_000;

/**
 * Creates a new secret for signing an organisation's notifications. It is returned only here, and stored encrypted.
 * @throws SecretKeyError without a key.
 */
export async function rotateCallbackSecret(database: Database, organisationId: string): Promise<NewCallbackSecret> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const id = createId();
  const sealed = database.secrets.seal(secret, { organisationId, id });
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + overlapMs);
  const previous = await database.prisma.$transaction(async (tx) => {
    await tx.callbackSecret.deleteMany({ where: { organisationId, expiresAt: { lte: createdAt } } });
    const { count } = await tx.callbackSecret.updateMany({
      where: { organisationId, expiresAt: null },
      data: { expiresAt },
    });
    const changedBy = actorJson(database.origin);
    await tx.callbackSecret.create({ data: { id, organisationId, secret: sealed, createdAt, changedBy } });
    const target = { kind: 'callback-secret', id };
    await recordAudit(tx, database.origin, { action: 'callback-secret.rotated', organisationId, target });
    return count;
  });
  return { secret, createdAt, previousValidUntil: previous === 0 ? null : expiresAt };
}

/** The valid secrets, newest first. @throws SecretKeyError if no key fits one of them. */
export async function readCallbackSecrets(database: Database, organisationId: string): Promise<readonly string[]> {
  const rows = await database.prisma.callbackSecret.findMany({
    where: validSecretsOf(organisationId),
    orderBy: { id: 'desc' },
    select: { id: true, secret: true },
  });
  return rows.map(({ id, secret }) => openStoredSecret(database.secrets, secret, { organisationId, id }));
}

/** Whether an organisation has a valid secret. It needs no key. */
export async function hasCallbackSecret(database: Database, organisationId: string): Promise<boolean> {
  const found = await database.prisma.callbackSecret.findFirst({
    where: validSecretsOf(organisationId),
    select: { id: true },
  });
  return found !== null;
}

function validSecretsOf(organisationId: string) {
  return { organisationId, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
}
