import type { VersionDiff } from '@connectory/client';
import pc from 'picocolors';
import { renderTable } from './render-table.ts';

type DiffEntry = VersionDiff['entries'][number];

const paint = { breaking: pc.red, 'non-breaking': pc.green, annotation: pc.dim } as const;
const order = ['breaking', 'non-breaking', 'annotation'] as const;

const columns = [
  { head: '' },
  { head: '', breaks: true },
  { head: 'change', breaks: true },
  { head: 'where', breaks: true },
  { head: 'touches', breaks: true },
];

/** Characters. */
const maxValueLength = 30;

/** A diff between two versions, or between two documents that are no versions. */
export interface ComparedVersions extends Pick<VersionDiff, 'summary' | 'entries'> {
  readonly from: { readonly version: string };
  readonly to: { readonly version: string };
}

/** Formats a diff as a table, breaking changes first. @param annotations whether to list annotations, not only count them */
export function showDiff(diff: ComparedVersions, annotations: boolean): string {
  const { from, to, summary } = diff;
  const rows: string[][] = [];
  for (const changeClass of order) {
    if (changeClass === 'annotation' && !annotations) continue;
    for (const entry of diff.entries) {
      for (const change of entry.changes.filter((candidate) => candidate.class === changeClass)) {
        const label = paint[changeClass](changeClass);
        rows.push([label, entityText(entry), change.code, placeText(change), touchedText(entry)]);
      }
    }
  }
  const lines = [
    `${pc.bold(from.version)} → ${pc.bold(to.version)}: ${showDiffSummary(summary)}`,
    ...(rows.length === 0 ? [] : [renderTable(columns, rows)]),
    ...(annotations || summary.annotation === 0
      ? []
      : [pc.dim(`${summary.annotation} annotation(s) not shown (--annotations)`)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Formats the counts of a diff in one line. */
export function showDiffSummary(summary: VersionDiff['summary']): string {
  const { breaking, nonBreaking, annotation } = summary;
  const kinds = (['actions', 'triggers', 'definitions'] as const).flatMap((kind) => {
    const { added, removed, changed } = summary[kind];
    return added + removed + changed === 0 ? [] : [`${kind} +${added} −${removed} ~${changed}`];
  });
  const counts = `${breaking} breaking, ${nonBreaking} non-breaking, ${annotation} annotation(s)`;
  return `${breaking > 0 ? pc.red(counts) : counts}${kinds.length === 0 ? '' : ` (${kinds.join('; ')})`}`;
}

function entityText({ kind, name, was }: DiffEntry): string {
  return `${kind} ${name}${was === undefined ? '' : pc.dim(` (was ${was})`)}`;
}

function placeText({ at, before, after }: DiffEntry['changes'][number]): string {
  if (before === undefined && after === undefined) return at;
  return `${at} ${pc.dim(`${valueText(before)} → ${valueText(after)}`)}`.trim();
}

function valueText(value: unknown): string {
  const text = value === undefined ? '∅' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text;
}

function touchedText({ touches }: DiffEntry): string {
  if (touches === undefined) return '';
  const [first, second] = [touches.actions.length, touches.triggers.length];
  return [first === 0 ? '' : `${first} action(s)`, second === 0 ? '' : `${second} trigger(s)`]
    .filter(Boolean)
    .join(', ');
}
