import { readDocumentLimits } from '@connectory/document';
import { createLogger, type Settings, startLimitedChild } from '@connectory/runtime';
import { CliError } from '../errors/cli-error.ts';
import type { ComparedSource, CompareResult, CompareTask, DocumentDiff } from './compare-task.ts';

/** A document to compare, with its name for people. */
export interface NamedSource extends ComparedSource {
  readonly name: string;
}

/** Compares two documents in a child process with limits of memory and time. @throws CliError when one cannot be read */
export async function compareDocuments(
  before: NamedSource,
  after: NamedSource,
  settings: Settings,
): Promise<DocumentDiff> {
  const result = await compareInChild({ before, after, limits: readDocumentLimits(settings) }, settings);
  if (result === undefined) {
    const { IMPORT_HEAP_MB: heapMb, IMPORT_TIMEOUT_SECONDS: seconds } = settings;
    throw new CliError(
      `The two documents need more than ${heapMb} MB or ${seconds} s: raise IMPORT_HEAP_MB or IMPORT_TIMEOUT_SECONDS.`,
    );
  }
  if (result.ok) return result.diff;
  const { message, details, code } = result.error;
  const { name } = result.side === 'before' ? before : after;
  throw new CliError(`${name}: ${message} [${code}]${details === undefined ? '' : `\n${details}`}`);
}

/** @returns undefined when the child ended. */
async function compareInChild(task: CompareTask, settings: Settings): Promise<CompareResult | undefined> {
  const child = startLimitedChild({
    name: 'compare child',
    entry: new URL('compare-child.js', import.meta.url),
    heapMb: settings.IMPORT_HEAP_MB,
    stdout: 'ignore',
    logger: createLogger({ service: 'diff', level: 'silent' }),
  });
  child.limit({ timeoutMs: settings.IMPORT_TIMEOUT_SECONDS * 1000, signal: new AbortController().signal });
  try {
    return await new Promise<CompareResult | undefined>((resolve) => {
      child.process.once('message', (message) => resolve(message as CompareResult));
      void child.exited.then(() => resolve(undefined));
      child.process.send(task);
    });
  } finally {
    await child.kill('stopped');
  }
}
