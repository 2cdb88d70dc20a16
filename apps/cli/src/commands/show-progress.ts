import { Presets, SingleBar } from 'cli-progress';
import type { ImportView } from '../api-client.ts';

export interface ProgressDisplay {
  update(view: ImportView): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere a line for each stage. Both on standard error: standard output is for results. */
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
