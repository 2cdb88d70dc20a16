import type { Json } from '@connectory/json';
import type { Conflict } from '../model/conflict.ts';
import type { Sides } from '../model/sides.ts';
import type { SameValue } from '../values/classify-values.ts';

/** The state of one merge. Conflicts are added to it. */
export interface MergeContext {
  readonly same: SameValue;
  readonly conflicts: Conflict[];
  /** The media types of a definition, by side: bodies are matched by them. */
  readonly accept: Sides<(definition: string) => readonly string[]>;
}

export type Values = Sides<Json | undefined>;

/** A result of a merge. Undefined when the place is absent from it. */
export interface Merged {
  readonly value: Json | undefined;
}

/** Merges values of which all three differ. @returns undefined when their kinds do not fit, so that they conflict. */
export type Combine = (context: MergeContext, place: string, values: Values) => Merged | undefined;
