import { createLogger, parseSettings } from '@connectory/runtime';
import pc from 'picocolors';
import { startStack } from '../stack/start-stack.ts';

/** Runs the whole service until SIGTERM or SIGINT. */
export async function start(): Promise<void> {
  const settings = parseSettings(process.env);
  const logger = createLogger({ service: 'start', level: settings.LOG_LEVEL });
  let interrupted: (() => void) | undefined;
  const signalled = new Promise<void>((resolve) => {
    interrupted = resolve;
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => interrupted?.());

  const stack = await startStack({
    settings,
    port: settings.PORT,
    logsTo: 'stdout',
    logLevel: settings.LOG_LEVEL,
    logger,
  });
  const { credentials, credentialsPath, keysAreNew } = stack;
  const lines = [
    `${pc.bold('Connectory')} serves at ${pc.cyan(credentials.baseUrl)}  (API documentation: ${credentials.baseUrl}/docs)`,
    `Organisation ${credentials.organisationId}; keys in ${credentialsPath}`,
    ...(keysAreNew
      ? [
          `API key       ${credentials.apiKey}`,
          `Operator key  ${credentials.operatorApiKey}  (both are shown this once)`,
        ]
      : []),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  try {
    await Promise.race([signalled, stack.failed]);
  } finally {
    await stack.stop();
  }
}
