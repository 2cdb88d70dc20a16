import path from 'node:path';
import { createLogger, type Settings } from '@connectory/runtime';
import type { ApiAccess } from '../client/api-client.ts';
import { identifyServer, isServing } from '../client/is-serving.ts';
import type { OperatorAccess } from '../client/reimport-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { commandName, startCommand } from '../output/command-name.ts';
import { interruptedCode, onInterruption } from '../output/interruption.ts';
import { type Credentials, readCredentials } from './credentials.ts';

/** A server for a command. */
export interface Server extends ApiAccess {
  /** Whether it is stopped after the command. */
  readonly isTemporary: boolean;
}

/** Finds the configured server, or the one that runs on the data folder. @throws CliError when there is none. */
export async function requireServer(settings: Settings): Promise<ApiAccess> {
  return (await findConfigured(readConfiguredServer())) ?? requireOwn(settings);
}

/** As `requireServer`, for the operator API. */
export async function requireOperatorServer(settings: Settings): Promise<OperatorAccess> {
  return (await findConfigured(readConfiguredOperator())) ?? requireOwn(settings);
}

/** Runs an action on the configured or running server, or on a server that is started for the action and stopped after it. */
export async function withServer(settings: Settings, action: (server: Server) => Promise<number>): Promise<number> {
  const configured = await findConfigured(readConfiguredServer());
  if (configured !== undefined) return action({ ...configured, isTemporary: false });
  const known = await readCredentials(settings.CONNECTORY_DATA_DIR);
  const isRunning = known !== undefined && (await identifyServer(known.baseUrl, known.instanceKey)) === 'own';
  if (isRunning) return action({ ...known, isTemporary: false });
  return withTemporaryServer(settings, action);
}

async function withTemporaryServer(settings: Settings, action: (server: Server) => Promise<number>): Promise<number> {
  process.stderr.write('starting…\n');
  const logger = createLogger({ service: 'import', level: 'silent' });
  // Other commands do not load the code of the service.
  const { startStack } = await import('./start-stack.ts');
  // The database ends with this process.
  const stopListening = onInterruption(() => 'Interrupted while the temporary service started. Nothing was imported.');
  const options = { settings, port: 'any', logsTo: 'stderr', logLevel: 'error', logger } as const;
  const stack = await startStack(options).finally(stopListening);
  onInterruption(
    () => `Interrupted. ${describeKeptImports()} Stopping the temporary service…`,
    () => void stack.stop().finally(() => process.exit(interruptedCode)),
  );
  try {
    const failed = stack.failed.catch((error: unknown) => {
      throw error instanceof CliError ? new CliError(`${error.message} ${describeKeptImports()}`) : error;
    });
    return await Promise.race([action({ ...stack.credentials, isTemporary: true }), failed]);
  } finally {
    await stack.stop();
  }
}

function describeKeptImports(): string {
  return `An import that was uploaded is kept: the next start of the service finishes it, and "${commandName()} imports" lists it.`;
}

/** @throws CliError when a server is configured and does not respond. */
async function findConfigured<Access extends { readonly baseUrl: string }>(
  configured: Access | undefined,
): Promise<Access | undefined> {
  if (configured === undefined || (await isServing(configured.baseUrl))) return configured;
  throw new CliError(`No server responds at ${configured.baseUrl}. Check CONNECTORY_URL and that the server runs.`);
}

/** @throws CliError when the server of the data folder does not run. */
async function requireOwn({ CONNECTORY_DATA_DIR: dataDir }: Settings): Promise<Credentials> {
  const known = await readCredentials(dataDir);
  const found = known === undefined ? 'none' : await identifyServer(known.baseUrl, known.instanceKey);
  if (known !== undefined && found === 'own') return known;
  const reason =
    found === 'none'
      ? `No server runs on the data folder ${path.resolve(dataDir)}.`
      : `The server at ${known?.baseUrl} is not the one of the data folder ${path.resolve(dataDir)}, so no key was sent to it.`;
  throw new CliError(`${reason} Start one with "${startCommand()}", or set CONNECTORY_URL.`);
}

function readConfiguredServer(): ApiAccess | undefined {
  const {
    CONNECTORY_URL: baseUrl,
    CONNECTORY_API_KEY: apiKey,
    CONNECTORY_ORGANISATION_ID: organisationId,
  } = process.env;
  if (baseUrl === undefined || baseUrl === '') return undefined;
  requireUrl(baseUrl);
  if (apiKey === undefined || organisationId === undefined) {
    throw new CliError('CONNECTORY_URL is set: set CONNECTORY_API_KEY and CONNECTORY_ORGANISATION_ID too.', 2);
  }
  return { baseUrl, apiKey, organisationId };
}

function readConfiguredOperator(): OperatorAccess | undefined {
  const { CONNECTORY_URL: baseUrl = '', CONNECTORY_OPERATOR_API_KEY: operatorApiKey = '' } = process.env;
  if (baseUrl === '') return undefined;
  requireUrl(baseUrl);
  if (operatorApiKey === '') {
    throw new CliError(
      'CONNECTORY_URL is set: set CONNECTORY_OPERATOR_API_KEY too, to a key with the role "operator".',
      2,
    );
  }
  return { baseUrl, operatorApiKey };
}

function requireUrl(text: string): void {
  if (/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')) return;
  throw new CliError(`CONNECTORY_URL must be an http or https URL, such as http://localhost:8082, not "${text}".`, 2);
}
