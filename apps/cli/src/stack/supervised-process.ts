import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Logger, nodeFlags } from '@connectory/runtime';
import { CliError } from '../cli-error.ts';

export interface SupervisedOptions {
  readonly app: 'api' | 'worker';
  readonly env: NodeJS.ProcessEnv;
  /** Where its standard output goes: the logs. */
  readonly logsTo: 'stdout' | 'stderr';
  readonly stopMs: number;
  readonly logger: Logger;
  /** Told when it keeps ending: there is no use in starting it again. */
  readonly onGivenUp: (reason: string) => void;
}

/** One of the two processes of the service, started again when it ends without being asked to. */
export interface SupervisedProcess {
  /** What the process says once it is ready: the API its URL. @throws CliError when it ends before. */
  readonly ready: Promise<{ baseUrl: string | undefined }>;
  /** SIGTERM, and SIGKILL when `stopMs` were not enough. */
  stop(): Promise<void>;
}

/** Ends in a row, each sooner than `healthyMs` after its start, before it is given up. */
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
    // The channel ties the child's life to ours: when it closes, whatever the reason, the child ends itself.
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
        options.onGivenUp(`${reason} It ended ${quickEnds} times in a row soon after its start.`);
        return;
      }
      options.logger.warn({ app: options.app, code, signal }, 'process ended, starting it again');
      setTimeout(
        () => {
          if (!stopping) start();
        },
        restartDelayMs * 2 ** quickEnds,
      );
    });
  };
  start();
  // The worker has nothing to say; whoever waits for the API handles its failure.
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
