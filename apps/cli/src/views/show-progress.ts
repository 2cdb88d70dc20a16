import type { ImportResource } from '@connectory/contract';
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
      format: '{stage} [{bar}] {value}/{total} paths  {duration_formatted}',
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { stage: 'queued'.padEnd(10) });
  return {
    update: ({ stage, progress }) => {
      bar.setTotal(Math.max(progress.total, 1));
      bar.update(progress.done, { stage: stage.padEnd(10) });
    },
    stop: () => bar.stop(),
  };
}

function createLines(): ProgressDisplay {
  let last = '';
  return {
    update: ({ stage }) => {
      if (stage === last) return;
      last = stage;
      process.stderr.write(`${stage}…\n`);
    },
    stop: () => undefined,
  };
}
