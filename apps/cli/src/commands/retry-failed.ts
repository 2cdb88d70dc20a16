import type { RetryFailedRequest } from '@connectory/client';
import { importFailures } from '@connectory/contract';
import { parseSettings } from '@connectory/runtime';
import { type ApiAccess, createApiClient } from '../client/api-client.ts';
import { createCaller } from '../client/caller.ts';
import type { OperatorAccess } from '../client/reimport-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { requireOperatorServer, requireServer } from '../stack/server.ts';

export interface RetryCounts {
  readonly retried: number;
  /** Imports that stay as they are, by the code of the reason. */
  readonly skipped: { readonly [code: string]: number };
}

/**
 * Queues all imports again that failed with a code.
 * @param all in all organisations
 */
export async function retryFailed(code: string, all: boolean): Promise<RetryCounts> {
  const errorCode = parseFailure(code);
  const settings = parseSettings(process.env);
  const skipped = new Map<string, number>();
  let retried = 0;
  const accesses = all ? organisationsOf(await requireOperatorServer(settings)) : [await requireServer(settings)];
  for await (const access of accesses) {
    const client = createApiClient(access);
    let after: string | undefined;
    do {
      const batch = await client.retryFailed({ errorCode, ...(after === undefined ? {} : { after }) });
      retried += batch.retried;
      for (const { code: reason, imports } of batch.skipped) skipped.set(reason, (skipped.get(reason) ?? 0) + imports);
      after = batch.next;
    } while (after !== undefined);
  }
  return { retried, skipped: Object.fromEntries(skipped) };
}

/** @throws CliError for a code that no import fails with */
function parseFailure(code: string): RetryFailedRequest['errorCode'] {
  if (Object.hasOwn(importFailures, code)) return code as RetryFailedRequest['errorCode'];
  throw new CliError(`No import fails with the code "${code}". docs/mapping.md lists the codes.`, 2);
}

async function* organisationsOf({ baseUrl, operatorApiKey }: OperatorAccess): AsyncGenerator<ApiAccess> {
  const { client, read } = createCaller(baseUrl, operatorApiKey);
  let query: { readonly first: number; readonly after?: string } = { first: 1_000 };
  for (;;) {
    const page = await read(client.GET('/api/operator/v1/organisations', { params: { query } }));
    for (const { id } of page.organisations) yield { baseUrl, organisationId: id, apiKey: operatorApiKey };
    if (page.next === undefined) return;
    query = { ...query, after: page.next };
  }
}
