import type { DocumentNotice } from '../model/parsed-document.ts';
import { shortPointer } from '@connectory/json';
import type { LocatePointers, Message, PlaceList, Severity } from '../model/message.ts';
import { type Place, shortPointerOf } from '../place/place.ts';
import type { Rule } from '../rules/rule.ts';
import { createPlaceBudget } from './place-budget.ts';
import { locatePlaces, maxPlaces, writeMessage } from './write-message.ts';

/** Maximum length of a remark, in characters: documents can put megabytes into a name. */
const maxRemark = 300;

interface Entry {
  readonly code: string;
  readonly severity: Severity;
  readonly text: (count: number) => string;
  /** The places to list: the first ones, and further ones within the budget. */
  readonly places: { pointer: string; what: string }[];
  /** All pointers reported, so that a place counts once. */
  readonly pointers: Set<string>;
}

/** The messages of an import, and the places of each, in the same order. */
export interface CollectedMessages {
  readonly messages: readonly Message[];
  readonly places: readonly PlaceList[];
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
  hasReported(rule: Rule, place: Place): boolean;
  /** The reports so far that the work that made them would make again, were it repeated. */
  repeatable(): ReportCounts;
  /** Does work that is not done again when the work around it is repeated. */
  doOnce<Result>(work: () => Result): Result;
  /** Counts reports of places that were reported before, instead of repeating the work that made them. */
  repeat(counts: ReportCounts): void;
  /** Returns the messages, with line and column of the listed places. */
  finish(locate: LocatePointers): CollectedMessages;
}

export interface CollectorOptions {
  /** The place in the upload of a place in the shape that the mapping reads. */
  readonly placeInUpload?: (place: Place) => Place;
  readonly maxPlacesBytes?: number | undefined;
}

export function createMessageCollector(
  notices: readonly DocumentNotice[],
  { placeInUpload = (place) => place, maxPlacesBytes }: CollectorOptions = {},
): MessageCollector {
  const isWithinBudget = createPlaceBudget(maxPlacesBytes);
  const entries = new Map(notices.map((notice) => [notice.code, entryOf(notice, isWithinBudget)]));
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
      const pointer = shortPointerOf(placeInUpload(place));
      const key = shortPointer(pointer);
      if (entry.pointers.has(key)) return;
      entry.pointers.add(key);
      const reportedPlace = { pointer, what: shorten(remark) };
      if (entry.places.length < maxPlaces || isWithinBudget(reportedPlace)) entry.places.push(reportedPlace);
    },
    hasReported: (rule, place) =>
      entries.get(rule.code)?.pointers.has(shortPointer(shortPointerOf(placeInUpload(place)))) === true,
    finish: (locate) => {
      const all = [...entries.values()];
      const located = locatePlaces(all, locate);
      const places = all.map(({ code, severity, pointers }, index): PlaceList => {
        const listed = located[index] ?? [];
        return { code, severity, places: listed, unlisted: pointers.size - listed.length };
      });
      const messages = places.map((list, index) => writeMessage(list, all[index]?.text ?? String));
      return { messages, places };
    },
  };
}

function entryOf(
  { code, severity, text, places }: DocumentNotice,
  isWithinBudget: (place: { readonly pointer: string; readonly what: string }) => boolean,
): Entry {
  const pointers = new Set(places.map(({ pointer, what }) => `${shortPointer(pointer)} ${what}`));
  const listed = places.filter((place, index) => index < maxPlaces || isWithinBudget(place));
  return { code, severity, text: () => text, places: listed, pointers };
}

/** @param before what `repeatable` gave. */
export function reportsSince(before: ReportCounts, messages: MessageCollector): ReportCounts {
  const now = messages.repeatable();
  return { reported: now.reported - before.reported, changes: now.changes - before.changes };
}

function shorten(text: string): string {
  return text.length > maxRemark ? `${text.slice(0, maxRemark)}…` : text;
}
