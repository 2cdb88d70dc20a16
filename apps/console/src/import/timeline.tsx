import type { ImportResource } from '@connectory/client';
import { Check, Circle, LoaderCircle, X } from 'lucide-react';
import { formatMs } from '../format/numbers.ts';
import { type Stage, stagesOf } from './stages-of.ts';

const icons = { done: Check, running: LoaderCircle, waiting: Circle, failed: X } as const;

const looks = {
  done: 'text-ok border-ok',
  running: 'text-accent border-accent',
  waiting: 'text-quiet border-line',
  failed: 'text-bad border-bad',
} as const;

/** The stages of an import with their durations. */
export function Timeline({ each }: { readonly each: ImportResource }) {
  const stages = stagesOf(each);
  return (
    <section aria-labelledby="stages" className="card p-4 sm:p-5">
      <h2 id="stages" className="mb-3 font-semibold">
        Stages
        {each.attempts > 1 && <span className="ml-2 font-normal text-quiet">attempt {each.attempts}</span>}
      </h2>
      <ol className="flex flex-col gap-3 sm:flex-row sm:gap-0">
        {stages.map((stage) => (
          <StageItem key={stage.name} stage={stage} />
        ))}
      </ol>
    </section>
  );
}

function StageItem({ stage: { name, state, ms, progress } }: { readonly stage: Stage }) {
  const Icon = icons[state];
  return (
    <li className={`flex-1 border-l-2 pl-3 sm:border-t-2 sm:border-l-0 sm:pt-2 sm:pr-3 sm:pl-0 ${looks[state]}`}>
      <p className="flex items-center gap-1.5 font-medium">
        <Icon size={15} aria-hidden className={state === 'running' ? 'animate-spin' : ''} />
        <span className={state === 'waiting' ? '' : 'text-ink'}>{name}</span>
      </p>
      <p className="text-sm text-quiet tabular-nums">
        {ms === undefined ? words[state] : formatMs(ms)}
        {progress !== undefined && ` · ${progress} %`}
      </p>
    </li>
  );
}

const words = { done: 'done', running: 'now', waiting: '–', failed: 'failed here' } as const;
