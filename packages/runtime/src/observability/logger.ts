import { destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { redactLine, redactSecrets } from './redact-secrets.ts';

export type { Logger } from 'pino';

/** Creates a logger that writes JSON lines without secrets to standard output. `service` names the process, such as `api`. */
export function createLogger(options: { service: string; level: string }): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactMembers },
      // The formatter has already converted errors to plain objects.
      serializers: { err: (error: unknown) => error },
      // Formatters do not see messages and the bindings of child loggers.
      hooks: { streamWrite: redactLine },
    },
    destination({ dest: 1, sync: true }),
  );
}

function redactMembers(members: object): { [name: string]: unknown } {
  return { ...Object(redactSecrets({ ...members })) };
}
