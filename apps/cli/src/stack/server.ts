import { createLogger, type Settings } from '@connectory/runtime';
import type { ApiAccess } from '../client/api-client.ts';
import { isServing } from '../client/is-serving.ts';
import type { OperatorAccess } from '../client/reimport-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { readCredentials } from './credentials.ts';
import { startStack } from './start-stack.ts';

/** Finds the configured server, or the one that runs on the data folder. @throws CliError when there is none. */
export async function requireServer(settings: Settings): Promise<ApiAccess> {
  return requireServing(readConfiguredServer() ?? (await readCredentials(settings.CONNECTORY_DATA_DIR)), settings);
}

/** As `requireServer`, for the operator API. */
export async function requireOperatorServer(settings: Settings): Promise<OperatorAccess> {
  return requireServing(readConfiguredOperator() ?? (await readCredentials(settings.CONNECTORY_DATA_DIR)), settings);
}

type ServerAction = (server: ApiAccess, isTemporary: boolean) => Promise<number>;

/** Runs an action on the configured or running server, or on a server that is started for the action and stopped after it. */
export async function withServer(settings: Settings, action: ServerAction): Promise<number> {
  const configured = readConfiguredServer();
  if (configured !== undefined) return action(configured, false);
  const running = await readCredentials(settings.CONNECTORY_DATA_DIR);
  if (running !== undefined && (await isServing(running.baseUrl))) return action(running, false);
  return withTemporaryServer(settings, action);
}

async function withTemporaryServer(settings: Settings, action: ServerAction): Promise<number> {
  process.stderr.write('starting…\n');
  const logger = createLogger({ service: 'import', level: 'silent' });
  const stack = await startStack({ settings, port: 'any', logsTo: 'stderr', logLevel: 'error', logger });
  const stop = (): void => {
    process.stderr.write('interrupted; the next start finishes imports that were uploaded\n');
    void stack.stop().finally(() => process.exit(1));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  try {
    return await Promise.race([action(stack.credentials, true), stack.failed]);
  } finally {
    await stack.stop();
  }
}

async function requireServing<Access extends { readonly baseUrl: string }>(
  server: Access | undefined,
  settings: Settings,
): Promise<Access> {
  if (server !== undefined && (await isServing(server.baseUrl))) return server;
  const { CONNECTORY_URL: configured = '' } = process.env;
  throw new CliError(
    configured === ''
      ? `No server runs on the data folder ${settings.CONNECTORY_DATA_DIR}. Start one with "npm start", or set CONNECTORY_URL.`
      : `No server responds at ${configured}. Check CONNECTORY_URL and that the server runs.`,
  );
}

function readConfiguredServer(): ApiAccess | undefined {
  const {
    CONNECTORY_URL: baseUrl,
    CONNECTORY_API_KEY: apiKey,
    CONNECTORY_ORGANISATION_ID: organisationId,
  } = process.env;
  if (baseUrl === undefined || baseUrl === '') return undefined;
  if (apiKey === undefined || organisationId === undefined) {
    throw new CliError('CONNECTORY_URL is set: set CONNECTORY_API_KEY and CONNECTORY_ORGANISATION_ID too.', 2);
  }
  return { baseUrl, apiKey, organisationId };
}

function readConfiguredOperator(): OperatorAccess | undefined {
  const { CONNECTORY_URL: baseUrl = '', CONNECTORY_OPERATOR_API_KEY: operatorApiKey = '' } = process.env;
  if (baseUrl === '') return undefined;
  if (operatorApiKey === '') {
    throw new CliError(
      'CONNECTORY_URL is set: set CONNECTORY_OPERATOR_API_KEY too, to a key with the role "operator".',
      2,
    );
  }
  return { baseUrl, operatorApiKey };
}
