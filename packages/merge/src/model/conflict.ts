import type { Json } from '@connectory/json';

/** A place that the user and the document changed in different ways. The edit wins. A side without a value lacks the place. */
export interface Conflict {
  /** JSON Pointer within the entity, as `/parameters/query limit/required`. Items of lists are named by their key. */
  readonly place: string;
  readonly base?: Json;
  readonly ours?: Json;
  readonly theirs?: Json;
}
