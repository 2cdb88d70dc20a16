import { createLogger, parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import pc from 'picocolors';
import { createSignInLink } from '../client/create-sign-in-link.ts';
import type { Stack } from '../stack/start-stack.ts';

/** Clients of the wire contract do not expect a 202. They work unchanged with a server on this machine, which waits for imports. */
const defaultWaitSeconds = 30;

/** Adds `connectory start`. */
export function addStartCommand(program: Command): void {
  program.command('start').description('run the whole service on this machine').action(runService);
}

/** Runs the service until SIGTERM or SIGINT. */
async function runService(): Promise<void> {
  const settings = parseSettings(process.env);
  const logger = createLogger({ service: 'start', level: settings.LOG_LEVEL });
  // Listens before the start, so that a signal during the start stops the service too.
  let isStopping = false;
  const signalled = waitForSignal().then(() => {
    isStopping = true;
  });
  const { startStack } = await import('../stack/start-stack.ts');
  const starting = startStack({
    settings,
    port: settings.PORT,
    defaultWaitSeconds,
    logsTo: 'stdout',
    logLevel: settings.LOG_LEVEL,
    logger,
    isStopping: () => isStopping,
  });
  const stack = await starting.catch((error: unknown) => {
    // The signal also ended the processes that were starting.
    if (isStopping) return undefined;
    throw error;
  });
  if (stack === undefined) return;
  try {
    process.stderr.write(describeStack(stack, await createSignInLink(stack.credentials)));
    await Promise.race([signalled, stack.failed]);
  } finally {
    await stack.stop();
  }
}

function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
  });
}

function describeStack({ credentials, credentialsPath, keysAreNew }: Stack, signInLink: string): string {
  const { baseUrl, organisationId, apiKey, operatorApiKey } = credentials;
  const lines = [
    `${pc.bold('Connectory')} serves at ${pc.cyan(baseUrl)}  (API documentation: ${baseUrl}/docs)`,
    `Organisation ${organisationId}; the keys are in ${credentialsPath}`,
  ];
  if (keysAreNew) {
    lines.push(`API key       ${apiKey}`, `Operator key  ${operatorApiKey}  (both are shown only this time)`);
  }
  lines.push(`Console       ${pc.cyan(signInLink)}  (signs in once, within 60 s)`);
  return `${lines.join('\n')}\n`;
}
