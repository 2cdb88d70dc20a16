import { createDatabase } from '@connectory/database';
import { readDocumentLimits } from '@connectory/document';
import { createOutbound, readOutboundOptions } from '@connectory/outbound';
import {
  createLogger,
  dieWithParent,
  exitWithParent,
  type Logger,
  parseSettings,
  requireDatabaseUrl,
} from '@connectory/runtime';
import type { ChildMessage, ImportEnd, ImportProgress, ImportTask } from '../imports/import-messages.ts';
import { describeThrownError } from './describe-thrown-error.ts';
import { runImport } from './run-import.ts';

// The entry point of an import child process: runs one import at a time, as the worker sends them.

/** Minimum time between two progress messages, and before the first. Each wakes the parent, and most imports end sooner. */
const progressIntervalMs = 250;

const settings = parseSettings(process.env);
// An orphaned child exits, busy or not. The fence of the claim rejects anything that it still tries to write.
exitWithParent(() => process.exit(1));
dieWithParent();
// The parent handles signals to the process group: it drains, then ends its children.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);

const logger = createLogger({ service: 'import-child', level: settings.LOG_LEVEL });
const database = createDatabase({ url: requireDatabaseUrl(settings), poolSize: 1, onError: () => undefined });
const limits = readDocumentLimits(settings);

const fetching = {
  outbound: createOutbound(readOutboundOptions(settings)),
  documentLimits: limits,
  limits: {
    maxBytes: settings.MAX_UPLOAD_BYTES,
    maxHeaderBytes: settings.OUTBOUND_MAX_HEADER_BYTES,
    maxRedirects: settings.SCHEMA_URL_MAX_REDIRECTS,
    maxFiles: settings.SCHEMA_URL_MAX_FILES,
    totalMs: settings.SCHEMA_URL_TIMEOUT_SECONDS * 1000,
    idleMs: settings.SCHEMA_URL_IDLE_SECONDS * 1000,
  },
};

process.on('message', (task: ImportTask) => void runTask(task).then(send));
send({ kind: 'ready' });

function send(message: ChildMessage): void {
  process.send?.(message);
}

async function runTask(task: ImportTask): Promise<ImportEnd> {
  const claim = { importId: task.importId, token: task.claimToken };
  const { importId, attempt, requestId } = task;
  const log = logger.child({ importId, attempt, requestId });
  try {
    const outcome = await runImport({
      database,
      claim,
      limits,
      maxDiffBytes: settings.IMPORT_MAX_DIFF_BYTES,
      maxPlacesBytes: settings.IMPORT_MAX_PLACES_BYTES,
      fetching,
      onProgress: throttleProgress(log, task.traced),
    });
    log.debug({ outcome: outcome.outcome, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }, 'work ended');
    return { kind: 'end', ...outcome };
  } catch (error) {
    return { kind: 'end', outcome: 'threw', error: describeThrownError(error) };
  }
}

/** @param traced whether each stage has a span. If so, the parent gets a message at the start of each stage. */
function throttleProgress(log: Logger, traced: boolean) {
  let stage = '';
  let sentAt = performance.now();
  return (progress: Omit<ImportProgress, 'kind'>): void => {
    const isNewStage = progress.stage !== stage;
    stage = progress.stage;
    if (isNewStage) log.debug({ stage }, 'stage begun');
    const now = performance.now();
    if (now - sentAt < progressIntervalMs && !(traced && isNewStage)) return;
    sentAt = now;
    send({ kind: 'progress', ...progress });
  };
}
