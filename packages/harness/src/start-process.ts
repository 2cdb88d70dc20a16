import { fork } from 'node:child_process';
import { nodeFlags } from '@connectory/runtime';
import { programFile } from './program-file.ts';
import { waitFor } from './wait-for.ts';

export interface StartProcessOptions {
  readonly app: 'api' | 'worker' | 'cli';
  readonly args?: readonly string[];
  /** Added to the environment of this process. */
  readonly env: { readonly [name: string]: string };
}

export interface RunningProcess {
  readonly pid: number;
  /** Output of both streams so far. */
  output(): string;
  stdout(): string;
  kill(signal: NodeJS.Signals): void;
  readonly running: boolean;
  /** Resolves when the process has ended, with its exit code or signal. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Waits for a text in the output. @throws with the output when the process ends first or the time is over */
  untilOutput(text: string | RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Sends SIGTERM, and SIGKILL after `deadlineMs`. */
  stop(deadlineMs?: number): Promise<void>;
}

/** Starts a built app as a child process that ends with this process. @throws when the app is not built */
export function startProcess(options: StartProcessOptions): RunningProcess {
  const entry = programFile(options.app);
  if (options.app !== 'cli') refuseOwner(options.env);
  const child = fork(entry, options.args ?? [], {
    env: { ...process.env, NODE_OPTIONS: '', VITEST: '', ...options.env },
    execArgv: [...nodeFlags],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const written = { all: '', stdout: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    written.all += text;
    written.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (written.all += text));
  let ended = false;
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => {
      ended = true;
      resolve({ code, signal });
    });
  });
  const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
  return {
    pid: child.pid ?? 0,
    output: () => written.all,
    stdout: () => written.stdout,
    kill,
    get running() {
      return !ended;
    },
    exited,
    untilOutput: async (text, timeoutMs = 60_000) => {
      const pattern = typeof text === 'string' ? new RegExp(escapePattern(text)) : text;
      const found = await waitFor(() => pattern.exec(written.all) ?? (ended && 'ended'), {
        timeoutMs,
        describe: () => `${options.app} writes ${String(pattern)}. Its output:\n${written.all}`,
      });
      if (found !== 'ended') return found;
      throw new Error(`${options.app} ended before it wrote ${String(pattern)}. Its output:\n${written.all}`);
    },
    stop: async (deadlineMs = 15_000) => {
      kill('SIGTERM');
      const force = setTimeout(() => kill('SIGKILL'), deadlineMs);
      await exited;
      clearTimeout(force);
    },
  };
}

/** API and workers are tested with their own roles, because they lack privileges that the owner of the database has. */
function refuseOwner({
  DATABASE_URL: url = '',
  DATABASE_WORKER_URL: workerUrl = '',
}: StartProcessOptions['env']): void {
  for (const given of [url, workerUrl]) {
    if (given !== '' && new URL(given).username === 'connectory')
      throw new Error('an API or worker gets the URL of its role, by databaseSettings(), not that of the owner');
  }
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
