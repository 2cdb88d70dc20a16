import { destination, type Logger, pino, stdTimeFunctions } from 'pino';

export type { Logger } from 'pino';

/** Where secrets travel in what is logged: keys and tokens never reach a log line. */
const secretPaths = [
  'req.headers.authorization',
  'req.headers.cookie',
  'authorization',
  'token',
  'apiKey',
  'operatorApiKey',
  'password',
  '*.authorization',
  '*.token',
  '*.apiKey',
  '*.password',
];

/** Replaces the user and password of each URL in a text: connection errors like to quote them. */
export function redactUrlCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, '$1***@');
}

/** A JSON-lines logger on standard output; `service` is the process, as `api`. */
export function createLogger(options: { service: string; level: string }): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: secretPaths, censor: '***' },
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: serializeError },
    },
    destination({ dest: 1, sync: true }),
  );
}

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: redactUrlCredentials(error.message),
    stack: redactUrlCredentials(error.stack ?? ''),
    ...(code === undefined ? {} : { code }),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}
