import type { DocumentNotice } from '../model/parsed-document.ts';
import type { LocatePointers, Message, Severity, SourceLocation, SourcePosition } from '../model/message.ts';
import { type Place, pointerOf } from '../place/place.ts';
import type { Rule } from '../rules/rule.ts';

/** Maximum number of places listed in a message. Further places are only counted. */
export const maxPlaces = 100;

/** Maximum length of a remark, in characters: documents can put megabytes into a name. */
const maxRemark = 300;

interface Entry {
  readonly code: string;
  readonly severity: Severity;
  readonly text: (count: number) => string;
  readonly places: { pointer: string; what: string }[];
  count: number;
}

/** Collects messages: one per rule, in order of the rule's first place. */
export interface MessageCollector {
  report(rule: Rule, place: Place, remark: string): void;
  /** Number of places reported so far. */
  readonly reported: number;
  /** Returns the messages, with line and column of the listed places. */
  finish(locate: LocatePointers): readonly Message[];
}

export function createMessageCollector(notices: readonly DocumentNotice[]): MessageCollector {
  const entries = new Map<string, Entry>();
  for (const { code, severity, text, places } of notices) {
    entries.set(code, { code, severity, text: () => text, places: places.slice(0, maxPlaces), count: places.length });
  }
  let reported = 0;
  return {
    get reported() {
      return reported;
    },
    report: (rule, place, remark) => {
      reported += 1;
      let entry = entries.get(rule.code);
      if (entry === undefined) {
        entry = { code: rule.code, severity: rule.severity, text: rule.text, places: [], count: 0 };
        entries.set(rule.code, entry);
      }
      entry.count += 1;
      if (entry.places.length < maxPlaces) entry.places.push({ pointer: pointerOf(place), what: shorten(remark) });
    },
    finish: (locate) => {
      const shown = new Set([...entries.values()].flatMap((entry) => entry.places.map(({ pointer }) => pointer)));
      const positions = shown.size === 0 ? new Map<string, never>() : locate(shown);
      return [...entries.values()].map((entry) => writeMessage(entry, positions));
    },
  };
}

function writeMessage(entry: Entry, positions: ReadonlyMap<string, SourcePosition>): Message {
  const locations = entry.places.map(({ pointer }): SourceLocation => ({ pointer, ...positions.get(pointer) }));
  const detail = entry.places.map(({ what }, index) => {
    const { file, pointer, line, column } = locations[index] ?? { pointer: '' };
    const where = line === undefined ? '' : ` (line ${line}, column ${column})`;
    const place = file === undefined ? pointer : `${file}#${pointer}`;
    return `${place === '' ? '(root)' : place}${where}: ${what}`;
  });
  const unlisted = entry.count - entry.places.length;
  if (unlisted > 0) detail.push(`… and ${unlisted} more`);
  return {
    code: entry.code,
    severity: entry.severity,
    text: `[${entry.code}] ${entry.text(entry.count)}`,
    detail,
    locations,
  };
}

function shorten(text: string): string {
  return text.length > maxRemark ? `${text.slice(0, maxRemark)}…` : text;
}
