import type { Json, JsonObject } from '@connectory/json';

/** A request body or response. Definitions are named, so that they can be compared across versions. */
export interface BodyForm extends JsonObject {
  readonly definitions: readonly string[];
}

/** An action or trigger as it is merged: the fields of the contract without ids, and extras under `openapi`. */
export interface OperationForm extends JsonObject {
  readonly name: string;
  readonly method: string;
  readonly parameters: readonly JsonObject[];
  readonly responses: readonly BodyForm[];
}

/** A definition as it is merged. */
export interface DefinitionForm extends JsonObject {
  readonly name: string;
  readonly accept: readonly string[];
  readonly schema: Json;
}
