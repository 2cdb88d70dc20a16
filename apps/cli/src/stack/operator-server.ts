import type { Settings } from '@connectory/runtime';
import { isServing } from '../api-client.ts';
import { CliError } from '../cli-error.ts';
import { readCredentials } from './credentials.ts';

export interface OperatorServer {
  readonly baseUrl: string;
  readonly operatorApiKey: string;
}

/** The server that operators' commands talk to: the one that is configured, or running on the data folder. @throws CliError when there is none. */
export async function requireOperatorServer(settings: Settings): Promise<OperatorServer> {
  const server = readConfigured() ?? (await readCredentials(settings.CONNECTORY_DATA_DIR));
  if (server !== undefined && (await isServing(server.baseUrl))) return server;
  throw new CliError('No server is running on this data folder. Start one with "npm start", or set CONNECTORY_URL.');
}

function readConfigured(): OperatorServer | undefined {
  const { CONNECTORY_URL: baseUrl = '', CONNECTORY_OPERATOR_API_KEY: operatorApiKey = '' } = process.env;
  if (baseUrl === '') return undefined;
  if (operatorApiKey === '')
    throw new CliError(
      'CONNECTORY_URL is set: set CONNECTORY_OPERATOR_API_KEY too, with a key of the role "operator".',
      2,
    );
  return { baseUrl, operatorApiKey };
}
