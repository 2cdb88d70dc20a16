import { createHmac } from 'node:crypto';
import type { DueCallback } from '@connectory/database';

/**
 * What a receiver is sent: the import in short, as the API would show it at its end. The same at every attempt.
 * @param publicBaseUrl where clients reach the API, when it is set: the worker has no other way to know.
 */
export function callbackBody(callback: DueCallback, publicBaseUrl: string | undefined): string {
  const { id, connectorId, dryRun, version, versionId, status, summary, error, createdAt, finishedAt } =
    callback.import;
  const { organisationId } = callback;
  const root = publicBaseUrl?.replace(/\/+$/, '');
  const self = `${root}/api/connect/v1/o/${organisationId}/imports/${id}`;
  return JSON.stringify({
    type: `import.${status}`,
    timestamp: finishedAt.toISOString(),
    data: {
      id,
      organisationId,
      connectorId,
      version: version ?? undefined,
      versionId: versionId ?? undefined,
      dryRun: dryRun ? true : undefined,
      status,
      summary: summary ?? undefined,
      error: error ?? undefined,
      createdAt: createdAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      links: root === undefined ? undefined : { self, result: `${self}/result` },
    },
  });
}

/**
 * The headers of Standard Webhooks (standardwebhooks.com): id, time in seconds, and one HMAC-SHA256 over id, time and body for each
 * secret, so that a receiver may know the new one or still the one before.
 */
export function signatureHeaders(
  signed: { id: string; body: string; at: Date },
  secrets: readonly string[],
): { readonly [name: string]: string } {
  const timestamp = String(Math.floor(signed.at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${signed.id}.${timestamp}.${signed.body}`).digest('base64')}`;
  });
  return {
    'webhook-id': signed.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
