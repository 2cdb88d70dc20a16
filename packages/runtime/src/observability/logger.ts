import { destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { createRepeatedLines, kindOfLine } from './repeated-lines.ts';
import { redactLine, redactSecrets } from './redact-secrets.ts';

export type { Logger } from 'pino';

/**
 * Creates a logger that writes JSON lines without secrets to standard output. Warnings of one fault of the environment are counted when they
 * repeat. `service` names the process, such as `api`.
 */
export function createLogger(options: { service: string; level: string }): Logger {
  const repeatedLines = createRepeatedLines();
  return pino(
    {
      level: options.level,
      base: { service: options.service, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactMembers },
      // The formatter has already converted errors to plain objects.
      serializers: { err: (error: unknown) => error },
      // Formatters do not see messages and the bindings of child loggers.
      hooks: {
        streamWrite: redactLine,
        logMethod(args, method, level) {
          const kind = level >= warnLevel ? kindOfLine(args) : undefined;
          const [facts, text] = args;
          const onEnd = (repeated: number): void => method.apply(this, [{ ...Object(facts), repeated }, text]);
          if (kind === undefined || repeatedLines.take(kind, onEnd)) method.apply(this, args);
        },
      },
    },
    destination({ dest: 1, sync: true }),
  );
}

/** pino's level of warnings. */
const warnLevel = 40;

function redactMembers(members: object): { [name: string]: unknown } {
  return { ...Object(redactSecrets({ ...members })) };
}
