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
  /** All pointers reported, so that a place counts once. */
  readonly pointers: Set<string>;
}

/** Numbers of reports. */
export interface ReportCounts {
  /** Those of places that were reported before included. */
  readonly reported: number;
  /** Those of warnings and errors. */
  readonly changes: number;
}

/** Collects messages: one per rule, in order of the rule's first place. */
export interface MessageCollector extends ReportCounts {
  report(rule: Rule, place: Place, remark: string): void;
  /** The reports so far that the work that made them would make again, were it repeated. */
  repeatable(): ReportCounts;
  /** Does work that is not done again when the work around it is repeated. */
  doOnce<Result>(work: () => Result): Result;
  /** Counts reports of places that were reported before, instead of repeating the work that made them. */
  repeat(counts: ReportCounts): void;
  /** Returns the messages, with line and column of the listed places. */
  finish(locate: LocatePointers): readonly Message[];
}

/** @param placeInUpload the place in the upload of a place in the shape that the mapping reads. */
export function createMessageCollector(
  notices: readonly DocumentNotice[],
  placeInUpload: (place: Place) => Place = (place) => place,
): MessageCollector {
  const entries = new Map<string, Entry>();
  for (const { code, severity, text, places } of notices) {
    const pointers = new Set(places.map(({ pointer, what }) => `${pointer} ${what}`));
    entries.set(code, { code, severity, text: () => text, places: places.slice(0, maxPlaces), pointers });
  }
  let reported = 0;
  let changes = 0;
  let once: ReportCounts = { reported: 0, changes: 0 };
  return {
    get reported() {
      return reported;
    },
    get changes() {
      return changes;
    },
    repeatable: () => ({ reported: reported - once.reported, changes: changes - once.changes }),
    doOnce: (work) => {
      const [reportedBefore, changesBefore] = [reported - once.reported, changes - once.changes];
      const result = work();
      once = { reported: reported - reportedBefore, changes: changes - changesBefore };
      return result;
    },
    repeat: (counts) => {
      reported += counts.reported;
      changes += counts.changes;
    },
    report: (rule, place, remark) => {
      reported += 1;
      if (rule.severity !== 'info') changes += 1;
      let entry = entries.get(rule.code);
      if (entry === undefined) {
        entry = { code: rule.code, severity: rule.severity, text: rule.text, places: [], pointers: new Set() };
        entries.set(rule.code, entry);
      }
      const pointer = pointerOf(placeInUpload(place));
      if (entry.pointers.has(pointer)) return;
      entry.pointers.add(pointer);
      if (entry.places.length < maxPlaces) entry.places.push({ pointer, what: shorten(remark) });
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
  const unlisted = entry.pointers.size - entry.places.length;
  if (unlisted > 0) detail.push(`… and ${unlisted} more`);
  return {
    code: entry.code,
    severity: entry.severity,
    text: `[${entry.code}] ${entry.text(entry.pointers.size)}`,
    detail,
    locations,
  };
}

/** @param before what `repeatable` gave. */
export function reportsSince(before: ReportCounts, messages: MessageCollector): ReportCounts {
  const now = messages.repeatable();
  return { reported: now.reported - before.reported, changes: now.changes - before.changes };
}

function shorten(text: string): string {
  return text.length > maxRemark ? `${text.slice(0, maxRemark)}…` : text;
}
