import { createDatabase, errorCodeOf } from '@connectory/database';
import { defaultDocumentLimits } from '@connectory/document';
import { createOutbound, readOutboundOptions } from '@connectory/outbound';
import {
  createLogger,
  dieWithParent,
  exitWithParent,
  type Logger,
  parseSettings,
  requireDatabaseUrl,
} from '@connectory/runtime';
import type { ChildMessage, ImportEnd, ImportStep, ImportTask, ThrownError } from '../imports/import-messages.ts';
import { ImportDefectError, runImport } from './run-import.ts';

/** Steps are told at most this often, the first so long after the start: each wakes the parent, and most imports end before. */
const stepIntervalMs = 250;

const settings = parseSettings(process.env);
// A child whose parent is gone ends itself, busy or not; the claim's fence holds whatever it still tried to write.
exitWithParent(() => process.exit(1));
dieWithParent();
// Signals to the process group are the parent's to act on: it drains, and ends its children itself.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);

const logger = createLogger({ service: 'import-child', level: settings.LOG_LEVEL });
const database = createDatabase({ url: requireDatabaseUrl(settings), poolSize: 1, onError: () => undefined });
const limits = {
  ...defaultDocumentLimits,
  maxBytes: settings.MAX_DOCUMENT_BYTES,
  maxDepth: settings.MAX_DOCUMENT_DEPTH,
  maxNodes: settings.MAX_DOCUMENT_NODES,
  maxArchiveFiles: settings.MAX_ARCHIVE_FILES,
  maxArchiveReferences: settings.MAX_ARCHIVE_REFERENCES,
};

const fetching = {
  outbound: createOutbound(readOutboundOptions(settings)),
  documentLimits: limits,
  limits: {
    maxBytes: settings.MAX_UPLOAD_BYTES,
    maxHeaderBytes: settings.SCHEMA_URL_MAX_HEADER_BYTES,
    maxRedirects: settings.SCHEMA_URL_MAX_REDIRECTS,
    maxFiles: settings.SCHEMA_URL_MAX_FILES,
    totalMs: settings.SCHEMA_URL_TIMEOUT_SECONDS * 1000,
    idleMs: settings.SCHEMA_URL_IDLE_SECONDS * 1000,
  },
};

process.on('message', (task: ImportTask) => void work(task).then(tell));
tell({ kind: 'ready' });

function tell(message: ChildMessage): void {
  process.send?.(message);
}

async function work(task: ImportTask): Promise<ImportEnd> {
  const claim = { importId: task.importId, token: task.claimToken };
  const { importId, attempt, requestId } = task;
  const log = logger.child({ importId, attempt, requestId });
  try {
    const outcome = await runImport({
      database,
      claim,
      limits,
      maxDiffBytes: settings.IMPORT_MAX_DIFF_BYTES,
      fetching,
      onStep: throttledSteps(log, task.traced),
    });
    log.debug({ outcome: outcome.outcome, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }, 'work ended');
    return { kind: 'end', ...outcome };
  } catch (error) {
    return { kind: 'end', outcome: 'threw', error: describeThrown(error) };
  }
}

/** @param traced whether each stage has a span, and so is told at once when it begins. */
function throttledSteps(log: Logger, traced: boolean) {
  let stage = '';
  let toldAt = performance.now();
  return (step: Omit<ImportStep, 'kind'>): void => {
    const begins = step.stage !== stage;
    stage = step.stage;
    if (begins) log.debug({ stage }, 'stage begun');
    const now = performance.now();
    if (now - toldAt < stepIntervalMs && !(traced && begins)) return;
    toldAt = now;
    tell({ kind: 'step', ...step });
  };
}

function describeThrown(error: unknown): ThrownError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = errorCodeOf(error);
  return {
    deterministic: error instanceof ImportDefectError,
    name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
  };
}
