import type { ImportResource } from '@connectory/client';
import type { ApiClient } from '../client/api-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { commandName } from '../output/command-name.ts';
import { createProgressDisplay } from '../views/show-progress.ts';

const pollMs = 200;

/** Time that a restarting server may be away. */
const maxAwayMs = 60_000;

/** Shows an import until it ends. @throws CliError when the server is away for longer than `maxAwayMs`. */
export async function followImport(client: ApiClient, accepted: ImportResource): Promise<ImportResource> {
  const display = createProgressDisplay();
  let awaySince: number | undefined;
  let current = accepted;
  try {
    while (current.status === 'queued' || current.status === 'running') {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      try {
        current = await client.getImport(accepted.id);
        awaySince = undefined;
        display.update(current);
      } catch (error) {
        awaySince = waitForServer(error, accepted, awaySince);
      }
    }
    return current;
  } finally {
    display.stop();
  }
}

/** @returns since when the server is away. @throws when that is too long, or the error is another one. */
function waitForServer(error: unknown, { id }: ImportResource, since: number | undefined): number {
  if (!(error instanceof CliError && (error.code === 'unreachable' || error.code === 'unavailable'))) throw error;
  if (since === undefined) {
    process.stderr.write(`The server does not respond. Waiting for it, for at most ${maxAwayMs / 1000} s…\n`);
    return Date.now();
  }
  if (Date.now() - since < maxAwayMs) return since;
  throw new CliError(`${error.message}\n${describeLostServer(id)}`, 1, error.code);
}

function describeLostServer(id: string): string {
  return `The import was accepted, and continues when the server runs again: ${commandName()} show ${id}`;
}

/** The state of an import that the user stops following on a running server. */
export function describeLeftImport({ id }: ImportResource): string {
  const command = commandName();
  return [
    `The import ${id} continues on the server.`,
    `  ${command} show ${id} --follow   follows it again`,
    `  ${command} cancel ${id}          cancels it`,
  ].join('\n');
}
