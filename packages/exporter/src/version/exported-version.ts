import type { Json, JsonObject } from '@connectory/json';

/** A version as its rows hold it. */
export interface ExportedVersion {
  /** For versions without extras: imported by an older importer, or made by hand. */
  readonly fallback: { readonly title: string; readonly version: string; readonly baseUrl: string };
  /** The extras of the version; an empty object when it has none. */
  readonly extras: JsonObject;
  /** Actions in document order. Those with the same template must be adjacent. */
  readonly actions: AsyncIterable<ExportedAction> | Iterable<ExportedAction>;
  readonly triggers: readonly ExportedTrigger[];
  /** In document order. Asked for after the actions. */
  readonly definitions: AsyncIterable<ExportedDefinition> | Iterable<ExportedDefinition>;
  /** Names of all definitions, which references in extras and schemas use. */
  readonly definitionNames: ReadonlySet<string>;
}

/** The contract's Action, and the path template that it was made of. */
export interface ExportedAction {
  readonly template: string;
  readonly body: JsonObject;
}

/** The contract's Trigger. */
export interface ExportedTrigger {
  readonly body: JsonObject;
}

export interface ExportedDefinition {
  readonly name: string;
  /** JSON text of its schema. */
  readonly schema: string;
}

/** A member of the exported document: `['paths', '/pets']` with its path item. Members of one parent come one after the other. */
export interface DocumentMember {
  readonly keys: readonly string[];
  readonly value: Json;
}
