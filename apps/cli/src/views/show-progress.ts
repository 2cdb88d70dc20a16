import type { ImportResource } from '@connectory/client';
import { Presets, SingleBar } from 'cli-progress';

export interface ProgressDisplay {
  update(current: ImportResource): void;
  stop(): void;
}

/** Shows a bar on a terminal, and otherwise a line for each stage. Writes to standard error: results go to standard output. */
export function createProgressDisplay(): ProgressDisplay {
  return process.stderr.isTTY ? createBar() : createLines();
}

function createBar(): ProgressDisplay {
  const bar = new SingleBar(
    {
      format: '{stage} [{bar}] {count}  {duration_formatted}',
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { stage: 'queued'.padEnd(10), count: '' });
  return {
    update: (current) => {
      const { done, total } = current.progress;
      bar.setTotal(Math.max(total, 1));
      bar.update(done, { stage: stageOf(current).padEnd(10), count: total === 0 ? '' : `${done}/${total} paths` });
    },
    stop: () => bar.stop(),
  };
}

function createLines(): ProgressDisplay {
  let last = '';
  return {
    update: (current) => {
      const stage = stageOf(current);
      if (stage === last) return;
      last = stage;
      process.stderr.write(`${stage}${hasEnded(current) ? '' : '…'}\n`);
    },
    stop: () => undefined,
  };
}

/** The last stage is called done, also that of a failed import. */
function stageOf(current: ImportResource): string {
  return hasEnded(current) ? current.status : current.stage;
}

function hasEnded({ status }: ImportResource): boolean {
  return status !== 'queued' && status !== 'running';
}
