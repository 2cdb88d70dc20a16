import type { Json, JsonObject } from '@connectory/json';
import type { DiffRule } from '../rules/diff-rule.ts';
import type { Sides } from '../findings/finding.ts';
import type { SameValues } from './same-values.ts';

/** Two schemas at the same place, and what is known of the place. */
export interface SchemaPair {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly at: string;
  readonly sides: Sides;
  readonly flipped: boolean;
}

/** What the comparison of one pair of schemas can do. */
export interface SchemaCompare {
  same(before: Json, after: Json): boolean;
  readonly numberOf: SameValues['numberOf'];
  /** Says that a rule applies at, or below, the place of the pair. */
  report(
    rule: DiffRule,
    pair: SchemaPair,
    where: { at?: string; sides?: Sides; before?: Json | undefined; after?: Json | undefined },
  ): void;
  /** Compares two schemas within the pair. */
  descend(pair: SchemaPair, within: { before: Json; after: Json; at: string; sides?: Sides; flipped?: boolean }): void;
  /** The name of the definition that a whole reference leads to, as the later version calls it; undefined for all else. */
  targetOf(schema: Json, version: 'before' | 'after'): string | undefined;
}
