import type { OutputBudget } from '../budget/output-budget.ts';
import type { JsonObject } from '@connectory/json';
import type { TargetFinder } from '../references/find-target.ts';
import type { Notes } from '../shape/notes.ts';
import type { ShapePlaces } from './shape-places.ts';

/** A Swagger 2.0 document that is being reshaped. */
export interface SwaggerSource {
  /** As uploaded. */
  readonly root: JsonObject;
  readonly finder: TargetFinder;
  readonly budget: OutputBudget;
  readonly places: ShapePlaces;
  readonly notes: Notes;
  /** Media types of the bodies and responses that operations refer to, by their object in the upload. */
  readonly sharedTypes: WeakMap<JsonObject, readonly string[]>;
  /** The URL that the document was fetched from; undefined for uploads. */
  readonly sourceUrl: string | undefined;
}
