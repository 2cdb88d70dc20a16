import Table from 'cli-table3';
import pc from 'picocolors';

type ChangeClass = 'breaking' | 'non-breaking' | 'annotation';

/** A diff as far as the command line shows it. */
export interface DiffView {
  readonly from: { readonly version: string };
  readonly to: { readonly version: string };
  readonly summary: DiffSummaryView;
  readonly entries: readonly {
    readonly kind: 'action' | 'trigger' | 'definition';
    readonly change: 'added' | 'removed' | 'changed';
    readonly name: string;
    readonly was?: string;
    readonly changes: readonly {
      readonly code: string;
      readonly class: ChangeClass;
      readonly at: string;
      readonly before?: unknown;
      readonly after?: unknown;
    }[];
    readonly touches?: { readonly actions: readonly string[]; readonly triggers: readonly string[] };
  }[];
}

export interface DiffSummaryView {
  readonly breaking: number;
  readonly nonBreaking: number;
  readonly annotation: number;
  readonly actions: CountsView;
  readonly triggers: CountsView;
  readonly definitions: CountsView;
}

interface CountsView {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

const paint = { breaking: pc.red, 'non-breaking': pc.green, annotation: pc.dim } as const;
const order = ['breaking', 'non-breaking', 'annotation'] as const;

/** Characters of a value shown. */
const maxValue = 30;

/** A table for people, what breaks first. @param annotations whether to show those too, and not only their number */
export function showDiff(diff: DiffView, annotations: boolean): string {
  const { from, to, summary } = diff;
  const table = new Table({
    head: ['', '', 'change', 'where', 'touches'],
    style: { head: [], border: [] },
    wordWrap: false,
  });
  for (const wanted of order) {
    if (wanted === 'annotation' && !annotations) continue;
    for (const entry of diff.entries)
      for (const change of entry.changes)
        if (change.class === wanted)
          table.push([paint[wanted](wanted), subject(entry), change.code, where(change), touched(entry)]);
  }
  const lines = [
    `${pc.bold(from.version)} → ${pc.bold(to.version)}: ${showDiffSummary(summary)}`,
    ...(table.length === 0 ? [] : [table.toString()]),
    ...(annotations || summary.annotation === 0
      ? []
      : [pc.dim(`${summary.annotation} annotation(s) not shown (--annotations)`)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** One line: how much breaks, and what is of which kind. */
export function showDiffSummary(summary: DiffSummaryView): string {
  const { breaking, nonBreaking, annotation } = summary;
  const kinds = (['actions', 'triggers', 'definitions'] as const).flatMap((kind) => {
    const { added, removed, changed } = summary[kind];
    return added + removed + changed === 0 ? [] : [`${kind} +${added} −${removed} ~${changed}`];
  });
  const counts = `${breaking} breaking, ${nonBreaking} non-breaking, ${annotation} annotation(s)`;
  return `${breaking > 0 ? pc.red(counts) : counts}${kinds.length === 0 ? '' : ` (${kinds.join('; ')})`}`;
}

function subject({ kind, name, was }: DiffView['entries'][number]): string {
  return `${kind} ${name}${was === undefined ? '' : pc.dim(` (was ${was})`)}`;
}

function where({ at, before, after }: DiffView['entries'][number]['changes'][number]): string {
  if (before === undefined && after === undefined) return at;
  return `${at} ${pc.dim(`${valueText(before)} → ${valueText(after)}`)}`.trim();
}

function valueText(value: unknown): string {
  const text = value === undefined ? '∅' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > maxValue ? `${text.slice(0, maxValue)}…` : text;
}

function touched({ touches }: DiffView['entries'][number]): string {
  if (touches === undefined) return '';
  const [first, second] = [touches.actions.length, touches.triggers.length];
  return [first === 0 ? '' : `${first} action(s)`, second === 0 ? '' : `${second} trigger(s)`]
    .filter(Boolean)
    .join(', ');
}
