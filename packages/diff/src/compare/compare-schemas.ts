import { isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { annotationRules } from '../rules/schema-annotation-rules.ts';
import { compositionRules } from '../rules/schema-composition-rules.ts';
import { typeRules } from '../rules/schema-type-rules.ts';
import { compareAnnotations } from './compare-annotations.ts';
import { compareCompositions } from './compare-compositions.ts';
import { compareLimits } from './compare-limits.ts';
import { compareProperties } from './compare-properties.ts';
import { compareTypes } from './compare-types.ts';
import { compareValues } from './compare-values.ts';
import { bothSides, type Finding, narrowSides, type Sides } from '../findings/finding.ts';
import type { SameValues } from './same-values.ts';
import type { SchemaCompare, SchemaPair } from './schema-pair.ts';

/** Resolves references to definitions. */
export interface SchemaLookup {
  readonly values: SameValues;
  /** The later name of the definition that a reference without fragment leads to. */
  nameOf(reference: string, version: 'before' | 'after'): string | undefined;
  schemaOf(reference: string, version: 'before' | 'after'): Json | undefined;
  /**
   * The remaining budget, in keywords and members visited. When it is spent, schemas behind differing references are
   * no longer compared.
   */
  readonly budget: { left: number };
}

interface Place {
  readonly before: Json;
  readonly after: Json;
  readonly at: string;
  readonly sides: Sides;
  readonly flipped: boolean;
}

/**
 * Compares two schemas, place by place. References to matched definitions are equal: changes behind them are reported
 * at the definition. Where references lead to different definitions, the schemas behind them are compared in place.
 */
export function compareSchemas(before: Json, after: Json, lookup: SchemaLookup): readonly Finding[] {
  const comparison = new SchemaComparison(lookup);
  comparison.compare({ before, after, at: '', sides: bothSides, flipped: false });
  return comparison.findings;
}

/** Maximum depth of differing references: a chain of thousands would overflow the stack. */
const maxDepth = 50;

class SchemaComparison implements SchemaCompare {
  readonly findings: Finding[] = [];
  readonly numberOf: SameValues['numberOf'];
  readonly #lookup: SchemaLookup;
  /** Pairs behind differing references that were compared already: each is reported once. */
  readonly #seen = new Set<string>();
  #skipped = 0;
  /** Number of differing references above the current place. */
  #depth = 0;

  constructor(lookup: SchemaLookup) {
    this.#lookup = lookup;
    this.numberOf = lookup.values.numberOf;
  }

  same(before: Json, after: Json): boolean {
    return this.#lookup.values.same(before, after);
  }

  compare(place: Place): void {
    if (this.same(place.before, place.after)) return;
    const told = this.findings.length + this.#skipped;
    if (place.before === false || place.after === false) {
      const rule = place.after === false ? typeRules.schemaForbidden : typeRules.schemaAllowed;
      this.#add(rule, place, {});
      return;
    }
    const pair = { ...place, before: toObject(place.before), after: toObject(place.after) };
    if (this.#leadsElsewhere(pair)) this.#compareBehind(pair);
    else this.#compareKeywords(pair);
    if (this.findings.length + this.#skipped === told) this.#add(annotationRules.reformatted, place, {});
  }

  report(
    rule: Finding['rule'],
    pair: SchemaPair,
    where: { at?: string; sides?: Sides; before?: Json | undefined; after?: Json | undefined },
  ): void {
    this.#add(rule, pair, where);
  }

  descend(pair: SchemaPair, within: { before: Json; after: Json; at: string; sides?: Sides; flipped?: boolean }): void {
    const sides = within.sides === undefined ? pair.sides : narrowSides(pair.sides, within.sides);
    const flipped = within.flipped === true ? !pair.flipped : pair.flipped;
    this.compare({ before: within.before, after: within.after, at: pair.at + within.at, sides, flipped });
  }

  targetOf(schema: Json, version: 'before' | 'after'): string | undefined {
    const reference = member(schema, '$ref');
    return typeof reference === 'string' ? this.#lookup.nameOf(reference, version) : undefined;
  }

  #add(
    rule: Finding['rule'],
    place: { at: string; sides: Sides; flipped: boolean },
    where: { at?: string; sides?: Sides; before?: Json | undefined; after?: Json | undefined },
  ): void {
    const sides = where.sides === undefined ? place.sides : narrowSides(place.sides, where.sides);
    const { before, after } = where;
    this.findings.push({ rule, at: place.at + (where.at ?? ''), sides, flipped: place.flipped, before, after });
  }

  #compareKeywords(pair: SchemaPair): void {
    this.#lookup.budget.left -= sizeOf(pair.before) + sizeOf(pair.after);
    if (compareTypes(pair, this)) {
      compareValues(pair, this);
      compareLimits(pair, this);
      compareProperties(pair, this);
      compareCompositions(pair, this);
    }
    compareAnnotations(pair, this);
  }

  #leadsElsewhere(pair: SchemaPair): boolean {
    const [before, after] = [member(pair.before, '$ref'), member(pair.after, '$ref')];
    if (before === undefined && after === undefined) return false;
    return before === undefined || after === undefined || !this.same({ $ref: before }, { $ref: after });
  }

  #compareBehind(pair: SchemaPair): void {
    const before = this.#resolve(pair.before, 'before');
    const after = this.#resolve(pair.after, 'after');
    if (before === undefined || after === undefined || this.#lookup.budget.left <= 0 || this.#depth >= maxDepth) {
      const references = { before: member(pair.before, '$ref'), after: member(pair.after, '$ref') };
      this.#add(compositionRules.referenceChanged, pair, references);
      return;
    }
    const key = `${before.key} ${after.key}`;
    if (this.#seen.has(key)) {
      this.#skipped += 1;
      return;
    }
    this.#seen.add(key);
    const told = this.findings.length;
    this.#depth += 1;
    this.compare({ ...pair, before: before.schema, after: after.schema });
    this.#depth -= 1;
    if (this.findings.length === told) this.#add(compositionRules.referenceMoved, pair, {});
  }

  /**
   * The schema behind a reference, merged with the members beside the reference; the schema itself when it has none.
   */
  #resolve(schema: JsonObject, version: 'before' | 'after'): { schema: Json; key: string } | undefined {
    const { $ref: reference, ...beside } = schema;
    if (reference === undefined) return { schema, key: `inline ${this.#seen.size}` };
    const target = typeof reference === 'string' ? this.#lookup.schemaOf(reference, version) : undefined;
    if (target === undefined) return undefined;
    const merged = isObject(target) ? { ...withoutDialect(target), ...beside } : target;
    return { schema: merged, key: `${JSON.stringify(reference)}${JSON.stringify(Object.keys(beside))}` };
  }
}

/** Definitions state their dialect at the top; subschemas do not. */
function withoutDialect({ $schema: _dialect, ...schema }: JsonObject): JsonObject {
  return schema;
}

function sizeOf(schema: JsonObject): number {
  const members = Object.values(schema).map((value) =>
    typeof value === 'object' && value !== null ? Object.keys(value).length : 0,
  );
  return members.reduce((sum, size) => sum + size, members.length);
}

function toObject(schema: Json): JsonObject {
  return isObject(schema) ? schema : {};
}
