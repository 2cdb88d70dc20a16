import { type Place, shortPointerOf } from '@connectory/importer';
import type { OverlayChanges } from './overlay-changes.ts';

/** A message of an import, as far as the proof needs it. */
export interface ProofMessage {
  readonly code: string;
  readonly detail?: readonly string[];
  readonly locations?: readonly { readonly pointer: string; readonly file?: string }[];
}

/** Codes of messages about parts that are imported otherwise than they are written. Other messages explain no difference. */
const changing: ReadonlySet<string> = new Set([
  'DISCRIMINATOR_MAPPING_DANGLING',
  'DYNAMIC_REFERENCE_STATIC',
  'NOT_SELECTED',
  'READ_ONLY_REQUIRED',
  'REFERENCE_CYCLE',
  'REFERENCE_DANGLING',
  'REFERENCE_EXTERNAL',
  'REFERENCE_KIND',
  'REFERENCE_RELATIVE_TO_SCHEMA',
  'REFERENCE_SIBLINGS_IGNORED',
  'SCHEMA_CYCLE',
  'SCHEMA_DIALECT',
  'SCHEMA_INVALID',
  'SCHEMA_KEYWORD_INVALID',
  'SCHEMA_KEYWORD_TRANSLATED',
  'SCHEMA_NULLABLE_IGNORED',
  'SCHEMA_PATTERN_UNSUPPORTED',
  'SCHEMA_TYPE_UNKNOWN',
  'SCHEMA_VALUE_MISFIT',
  'SWAGGER2_EXAMPLE_MISNAMED',
  'SWAGGER2_SCHEMA_MISPLACED',
  'SWAGGER2_VALUE_DROPPED',
  'VALUE_NOT_BOOLEAN',
  'VALUE_NOT_TEXT',
]);

/** The report of a difference. */
export interface Report {
  readonly code: string;
  /** Absent when the message only counts the place. */
  readonly detail?: string;
}

/** Finds the message that reported a place or one around it. */
export class MessagePlaces {
  readonly #reports = new Map<string, Report>();
  /** Codes of messages that only count some of their places. */
  readonly #unlisted = new Set<string>();

  readonly #overlays: OverlayChanges | undefined;

  /** @param overlays what they changed: messages have places of the document as it was sent. */
  constructor(messages: Iterable<ProofMessage>, overlays?: OverlayChanges) {
    this.#overlays = overlays;
    for (const { code, detail = [], locations = [] } of messages) {
      if (!changing.has(code)) continue;
      locations.forEach(({ pointer, file }, index) => {
        const name = placeName(pointer, file);
        const line = detail[index];
        if (!this.#reports.has(name)) this.#reports.set(name, line === undefined ? { code } : { code, detail: line });
      });
      if (detail.length > locations.length) this.#unlisted.add(code);
    }
  }

  /**
   * @param codes of messages that report such a difference, which may only count the place.
   * @param levels how many objects and lists around the place a message may be about.
   */
  find(place: Place, codes: readonly string[] = [], levels = Number.POSITIVE_INFINITY): Report | undefined {
    let here: Place | undefined = this.#reports.size === 0 ? undefined : place;
    for (let level = 0; here !== undefined && level <= levels; level += 1, here = here.parent) {
      const report = this.#reports.get(this.#nameOf(here));
      if (report !== undefined) return report;
    }
    const code = codes.find((candidate) => this.#unlisted.has(candidate));
    return code === undefined ? undefined : { code };
  }

  #nameOf(place: Place): string {
    const name = shortPointerOf(place);
    if (this.#overlays === undefined || (name !== '' && !name.startsWith('/'))) return name;
    const { pointer, action } = this.#overlays.locate(name);
    return action ?? pointer;
  }
}

function placeName(pointer: string, file: string | undefined): string {
  return file === undefined ? pointer : `${file.replaceAll('%', '%25').replaceAll('#', '%23')}#${pointer}`;
}
