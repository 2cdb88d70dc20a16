import type { ImportResource } from '@connectory/client';

export interface Stage {
  readonly name: string;
  readonly state: 'done' | 'running' | 'waiting' | 'failed';
  /** Undefined until it has ended, and for a stage that was not measured. */
  readonly ms?: number;
  /** Percent of a stage that counts its work. */
  readonly progress?: number;
}

const order = ['queued', 'fetching', 'parsing', 'mapping', 'persisting'] as const;

const names = {
  queued: 'Waiting',
  fetching: 'Fetching',
  parsing: 'Parsing',
  mapping: 'Mapping',
  persisting: 'Storing',
} as const;

/** The stage of an import that runs, in words. */
export function stageWord(stage: (typeof order)[number]): string {
  return names[stage];
}

/** The stages that an import goes through. An upload is not fetched. */
export function stagesOf(each: ImportResource): readonly Stage[] {
  const shown = order.filter((stage) => stage !== 'fetching' || each.schemaURL !== undefined);
  return shown.map((stage) => ({ name: names[stage], ...describe(each, stage) }));
}

function describe(each: ImportResource, stage: (typeof order)[number]): Omit<Stage, 'name'> {
  const ms = stage === 'queued' ? waitOf(each) : each.timings[stage];
  const state = stateOf(each, stage);
  const { done, total } = each.progress;
  return {
    state,
    ...(ms === undefined || state === 'waiting' ? {} : { ms }),
    ...(state === 'running' && stage === each.stage && total > 0 ? { progress: Math.floor((100 * done) / total) } : {}),
  };
}

function stateOf({ stage: now, status, timings }: ImportResource, stage: (typeof order)[number]): Stage['state'] {
  if (status === 'succeeded') return 'done';
  const [place, present] = [order.indexOf(stage), order.findIndex((each) => each === now)];
  if (status === 'failed' && present === -1) {
    // The last stage that was measured is the one that failed.
    const last = order.findLast((each) => timings[each] !== undefined);
    if (stage === last) return 'failed';
    return timings[stage] !== undefined || stage === 'queued' ? 'done' : 'waiting';
  }
  if (place < present) return 'done';
  if (place > present) return 'waiting';
  return status === 'failed' ? 'failed' : status === 'cancelled' ? 'waiting' : 'running';
}

function waitOf({ createdAt, startedAt }: ImportResource): number | undefined {
  return startedAt === undefined ? undefined : Math.max(0, Date.parse(startedAt) - Date.parse(createdAt));
}
