import { destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { redactLine, redactSecrets } from './redact-secrets.ts';

export type { Logger } from 'pino';

/** A JSON-lines logger on standard output that no secret gets through; `service` is the process, as `api`. */
export function createLogger(options: { service: string; level: string }): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactMembers },
      // Errors are plain objects by then.
      serializers: { err: (error: unknown) => error },
      // Messages, and what is bound to child loggers, pass by the formatters.
      hooks: { streamWrite: redactLine },
    },
    destination({ dest: 1, sync: true }),
  );
}

function redactMembers(members: object): { [name: string]: unknown } {
  return { ...Object(redactSecrets({ ...members })) };
}
