import type { VersionDiff } from '@connectory/client';
import { counted } from '../format/numbers.ts';

type Entry = VersionDiff['entries'][number];

/** Names in a sentence. The list below it has all of them. */
const namedInSentence = 3;

/** Names the breaking changes in one sentence. Actions and triggers break by their own changes, or by those of a definition that they reach. */
export function breakSentence({ entries, summary }: VersionDiff): string {
  const { breaking, nonBreaking, annotation } = summary;
  if (breaking + nonBreaking + annotation === 0) return 'Nothing changed.';
  if (breaking === 0) return `Nothing breaks: ${counted(nonBreaking + annotation, 'other change')}.`;
  const names = [...new Set(entries.filter((entry) => entry.class === 'breaking').flatMap(brokenBy))];
  if (names.length === 0) return `${counted(breaking, 'breaking change')}, and no action or trigger that it reaches.`;
  const shown = names.slice(0, namedInSentence).join(', ');
  const rest = names.length - namedInSentence;
  const verb = names.length === 1 ? 'breaks' : 'break';
  return `${counted(names.length, nounOf(entries))} ${verb}: ${shown}${rest > 0 ? ` and ${counted(rest, 'other')}` : ''}.`;
}

function brokenBy({ kind, name, touches }: Entry): readonly string[] {
  if (kind === 'action' || kind === 'trigger') return [name];
  return [...(touches?.actions ?? []), ...(touches?.triggers ?? [])];
}

function nounOf(entries: readonly Entry[]): string {
  const breaksTriggers = entries.some(
    ({ class: each, kind, touches }) =>
      each === 'breaking' && (kind === 'trigger' || (touches?.triggers.length ?? 0) > 0),
  );
  return breaksTriggers ? 'operation' : 'action';
}
