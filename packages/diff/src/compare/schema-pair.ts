import type { Json, JsonObject } from '@connectory/json';
import type { DiffRule } from '../rules/diff-rule.ts';
import type { Sides } from '../findings/finding.ts';
import type { SameValues } from './same-values.ts';

/** Two schemas at the same place, with the facts about the place. */
export interface SchemaPair {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly at: string;
  readonly sides: Sides;
  readonly flipped: boolean;
}

/** The operations that keyword comparisons use. */
export interface SchemaCompare {
  same(before: Json, after: Json): boolean;
  readonly numberOf: SameValues['numberOf'];
  /** Reports a rule at, or below, the place of the pair. */
  report(
    rule: DiffRule,
    pair: SchemaPair,
    where: { at?: string; sides?: Sides; before?: Json | undefined; after?: Json | undefined },
  ): void;
  /** Compares two subschemas of the pair. */
  descend(pair: SchemaPair, within: { before: Json; after: Json; at: string; sides?: Sides; flipped?: boolean }): void;
  /** The later name of the definition that a reference without fragment leads to; undefined for all other schemas. */
  targetOf(schema: Json, version: 'before' | 'after'): string | undefined;
}
