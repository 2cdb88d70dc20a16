import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Logger, nodeFlags } from '@connectory/runtime';
import { CliError } from '../errors/cli-error.ts';

export interface SupervisedOptions {
  readonly app: 'api' | 'worker';
  readonly env: NodeJS.ProcessEnv;
  /** Destination of its standard output, which holds the logs. */
  readonly logsTo: 'stdout' | 'stderr';
  readonly stopMs: number;
  readonly logger: Logger;
  /** Called when the process ends repeatedly and is not restarted any more. */
  readonly onGivenUp: (reason: string) => void;
}

/** A process of the service that is restarted when it ends unexpectedly. */
export interface SupervisedProcess {
  /** Resolves when the process is ready; the API sends its URL. Rejects with CliError when the process ends first. */
  readonly ready: Promise<{ baseUrl: string | undefined }>;
  /** Sends SIGTERM, and SIGKILL after `stopMs`. */
  stop(): Promise<void>;
}

/** The process is given up after this many consecutive ends, each within `healthyMs` of its start. */
const maxQuickEnds = 5;
const healthyMs = 10_000;
const restartDelayMs = 500;

export function superviseProcess(options: SupervisedOptions): SupervisedProcess {
  const entry = fileURLToPath(new URL(`../../../${options.app}/dist/main.js`, import.meta.url));
  if (!existsSync(entry)) throw new CliError(`${entry} is missing: run "npm run build" first.`);
  let child: ChildProcess;
  let stopping = false;
  let quickEnds = 0;
  let becomeReady: (ready: { baseUrl: string | undefined }) => void;
  let failToStart: (error: Error) => void;
  const ready = new Promise<{ baseUrl: string | undefined }>((resolve, reject) => {
    becomeReady = resolve;
    failToStart = reject;
  });
  const start = (): void => {
    const startedAt = Date.now();
    // The child ends itself when this channel closes, so it never outlives its parent.
    child = fork(entry, {
      env: options.env,
      execArgv: [...nodeFlags],
      stdio: ['ignore', options.logsTo === 'stdout' ? 1 : 2, 2, 'ipc'],
    });
    child.on('message', (message) => becomeReady({ baseUrl: baseUrlOf(message) }));
    child.once('exit', (code, signal) => {
      if (stopping) return;
      const reason = `The ${options.app} process ended (${signal ?? `exit code ${code}`}).`;
      failToStart(new CliError(reason));
      quickEnds = Date.now() - startedAt < healthyMs ? quickEnds + 1 : 0;
      if (quickEnds >= maxQuickEnds) {
        options.onGivenUp(
          `${reason} It ended ${quickEnds} times in a row soon after its start. The reason is in its log above.`,
        );
        return;
      }
      options.logger.warn({ app: options.app, code, signal }, 'process ended, restarting it');
      setTimeout(
        () => {
          if (!stopping) start();
        },
        restartDelayMs * 2 ** quickEnds,
      );
    });
  };
  start();
  // Only the caller that awaits `ready` handles its failure. The worker's is never awaited.
  ready.catch(() => undefined);
  return {
    ready,
    stop: async () => {
      stopping = true;
      await stopChild(child, options.stopMs);
    },
  };
}

function stopChild(child: ChildProcess, stopMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), stopMs);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function baseUrlOf(message: unknown): string | undefined {
  const baseUrl: unknown =
    typeof message === 'object' && message !== null ? Reflect.get(message, 'baseUrl') : undefined;
  return typeof baseUrl === 'string' ? baseUrl : undefined;
}
