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
  /** Called when the process ends repeatedly and never became ready, so that it is not restarted any more. */
  readonly onGivenUp: (reason: string) => void;
  /** Called when the process is ready, and when it has ended and will be started again. */
  readonly onState?: (state: 'ok' | 'restarting') => void;
  /** Whether everything is to stop: a terminal sends its signal to all processes at once. */
  readonly isStopping: () => boolean;
}

/** A process of the service that is restarted when it ends unexpectedly. */
export interface SupervisedProcess {
  /** Resolves when the process is ready; the API sends its URL. Rejects with CliError when the process ends first. */
  readonly ready: Promise<{ baseUrl: string | undefined }>;
  /** Sends the members of a message to the process, now and after each restart. */
  inform(message: object): void;
  /** Sends SIGTERM, and SIGKILL after `stopMs`. */
  stop(): Promise<void>;
}

/** A process that was never ready is given up after this many consecutive ends, each within `healthyMs` of its start. */
const maxQuickEnds = 5;
const healthyMs = 10_000;

/** It doubles with each quick end. */
const restartDelayMs = 500;
const maxRestartDelayMs = 5_000;

export function superviseProcess(options: SupervisedOptions): SupervisedProcess {
  const entry = fileURLToPath(new URL(`../../../${options.app}/dist/main.js`, import.meta.url));
  if (!existsSync(entry)) throw new CliError(`${entry} is missing: run "npm run build" first.`);
  let child: ChildProcess;
  let stopping = false;
  let quickEnds = 0;
  let wasReady = false;
  let news: object | undefined;
  let becomeReady: (ready: { baseUrl: string | undefined }) => void;
  let failToStart: (error: Error) => void;
  const ready = new Promise<{ baseUrl: string | undefined }>((resolve, reject) => {
    becomeReady = resolve;
    failToStart = reject;
  });
  const start = (): void => {
    const startedAt = Date.now();
    child = forkProcess(entry, options);
    child.on('message', (message) => {
      wasReady = true;
      options.onState?.('ok');
      becomeReady({ baseUrl: baseUrlOf(message) });
    });
    // The channel of a process that has ended rejects messages.
    child.on('error', (error) => options.logger.warn({ err: error, app: options.app }, 'process error'));
    if (news !== undefined) child.send(news);
    child.once('exit', (code, signal) => {
      const reason = `The ${options.app} process ended (${signal ?? `exit code ${code}`}).`;
      // Also while everything stops: the caller may still wait for the start.
      failToStart(new CliError(reason));
      if (stopping || options.isStopping()) return;
      quickEnds = Date.now() - startedAt < healthyMs ? quickEnds + 1 : 0;
      if (!wasReady && quickEnds >= maxQuickEnds) {
        options.onGivenUp(
          `${reason} It ended ${quickEnds} times in a row soon after its start. The reason is in its log above.`,
        );
        return;
      }
      const delayMs = Math.min(restartDelayMs * 2 ** quickEnds, maxRestartDelayMs);
      options.onState?.('restarting');
      options.logger.warn({ app: options.app, code, signal, quickEnds, delayMs }, 'process ended, restarting it');
      setTimeout(() => {
        if (!stopping) start();
      }, delayMs);
    });
  };
  start();
  // Only the caller that awaits `ready` handles its failure. The worker's is never awaited.
  ready.catch(() => undefined);
  return {
    ready,
    inform: (message) => {
      news = { ...news, ...message };
      if (child.connected) child.send(message);
    },
    stop: async () => {
      stopping = true;
      await stopChild(child, options.stopMs);
    },
  };
}

/** The child ends itself when its channel closes, so it never outlives its parent. */
function forkProcess(entry: string, { env, logsTo }: SupervisedOptions): ChildProcess {
  const output = logsTo === 'stdout' ? 1 : 2;
  return fork(entry, { env, execArgv: [...nodeFlags], stdio: ['ignore', output, 2, 'ipc'] });
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
