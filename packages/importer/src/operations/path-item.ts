import type { JsonObject } from '@connectory/json';
import type { Place } from '../place/place.ts';
import type { KnownParameters } from './declare-parameter.ts';
import type { PathTemplate } from './path-template.ts';

/** A path item, webhook or callback, after following its reference. */
export interface PathItem {
  readonly object: JsonObject;
  readonly place: Place;
  /** Undefined for triggers. */
  readonly template: PathTemplate | undefined;
  /** The text that `paths` filters match: the path template or the name of a webhook; undefined for callbacks. */
  readonly path: string | undefined;
  /** Its `parameters` that an operation has read. */
  readonly knownParameters: KnownParameters;
  /** Indexes of its `parameters` that became parameters of an operation. */
  readonly takenParameters: Set<number>;
}
