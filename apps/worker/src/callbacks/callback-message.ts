import { createHmac } from 'node:crypto';
import type { DueCallback } from '@connectory/database';

/**
 * The body of a notification: a summary of the ended import, with members of the API's Import. It is the same for every attempt.
 * @param publicBaseUrl URL of the API for clients. Without it the body has no links, because the worker does not know the URL.
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
 * The headers of Standard Webhooks (standardwebhooks.com): id, time in seconds, and signatures. Each secret signs id, time and body with
 * HMAC-SHA256. After a change of the secret there are two, so that receivers can verify with the old or the new one.
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
