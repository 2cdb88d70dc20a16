import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from './random.ts';
import type { Recorder } from './recorder.ts';
import { crashes, createTrouble, type TroubleKind, troubleWeights } from './troubles.ts';
import type { World } from './world.ts';

/** Troubles at the same time. With more of them no import would end on a slow machine. */
const maxConcurrent = 2;

export interface Storm {
  /** Number of troubles by kind. */
  readonly counts: { [Kind in TroubleKind]?: number };
  /** Causes troubles until a time, in milliseconds since the epoch. Resolves when the last one is over. */
  rage(until: number): Promise<void>;
}

export interface StormParts {
  readonly world: World;
  readonly random: Random;
  readonly recorder: Recorder;
  /** Troubles to leave out. */
  readonly without: ReadonlySet<string>;
  readonly onFault: (text: string) => void;
}

/** Creates a source of random troubles. One begins at a time, and several may last at once. */
export function createStorm(parts: StormParts): Storm {
  const { world, random, recorder, without, onFault } = parts;
  const counts: Storm['counts'] = {};
  const running = new Set<Promise<void>>();
  const affected = new Set<object>();
  const kinds = Object.fromEntries(
    Object.entries(troubleWeights).filter(
      ([kind]) => (world.redis !== undefined || !kind.startsWith('Redis')) && !without.has(kind),
    ),
  ) as { [Kind in TroubleKind]?: number };
  const begin = (kind: TroubleKind): void => {
    const { target, run } = createTrouble(kind, world, random);
    if (affected.has(target)) return;
    affected.add(target);
    counts[kind] = (counts[kind] ?? 0) + 1;
    const started = recorder.now();
    const trouble = run()
      .catch((error: unknown) => onFault(`${kind}: ${error instanceof Error ? error.stack : String(error)}`))
      .finally(() => {
        affected.delete(target);
        const losesAsynchronousCommits = crashes.has(kind);
        recorder.add({ kind: 'trouble', name: kind, begin: started, end: recorder.now(), losesAsynchronousCommits });
        running.delete(trouble);
      });
    running.add(trouble);
  };
  return {
    counts,
    rage: async (until) => {
      while (Date.now() < until) {
        await pause(random.between(2_000, 7_000));
        if (Date.now() < until && running.size < maxConcurrent) begin(random.weighted(kinds));
      }
      await Promise.all(running);
    },
  };
}
