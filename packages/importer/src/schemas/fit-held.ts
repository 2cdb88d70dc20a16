import { isArray, isObject, type Json } from '@connectory/json';
import { spellingOf } from '../json/spellings.ts';
import { at, type Place } from '../place/place.ts';
import { schemaValueMisfit } from '../rules/schema-value-misfit.ts';
import { valueNotText } from '../rules/value-not-text.ts';
import { allowedTypes, conjunctsOf, hasAllowedType } from './allowed-types.ts';
import { refusalOf } from './refusal.ts';
import { asType, scalarTypeOf } from './scalar-values.ts';
import type { SchemaContext } from './schema-context.ts';
import { type SchemaOf, schemasOfItems } from './spell-instance.ts';

/** A value and the container that may hold its spelling. */
export interface HeldValue {
  readonly container: object;
  readonly key: string | number;
  readonly value: Json;
  readonly place: Place;
}

interface Fitting {
  readonly context: SchemaContext;
  /** Whether keywords beside the type are checked. */
  readonly isDefault: boolean;
}

/** Levels of a value that are fitted. */
const maxLevels = 20;

/**
 * A value with its scalars in the types of its schemas: `"20"` of an integer is 20, 7 of a string `"7"`. What its schemas refuse is
 * reported and kept.
 * @returns the value itself when nothing changes.
 */
export function fitHeld(held: HeldValue, schemas: readonly SchemaOf[], fitting: Fitting): Json {
  return fitKnown(held, factsOf(schemas, fitting.context), fitting, 0);
}

function fitKnown(held: HeldValue, { types, known }: Facts, fitting: Fitting, level: number): Json {
  const { context, isDefault } = fitting;
  const fitted = fitType(held, types, context);
  if (isDefault && (types === undefined || hasAllowedType(fitted, types))) {
    const refusals = known.map(({ value }) =>
      isObject(value) ? refusalOf(fitted, value, types !== undefined) : undefined,
    );
    const refusal = refusals.find((one) => one !== undefined);
    if (refusal !== undefined)
      context.messages.report(schemaValueMisfit, held.place, `${quote(held.value)} ${refusal}`);
  }
  if (typeof fitted !== 'object' || fitted === null || level >= maxLevels) return fitted;
  return fitMembers({ ...held, value: fitted }, known, fitting, level);
}

interface Facts {
  readonly types: ReadonlySet<string> | undefined;
  readonly known: readonly SchemaOf[];
}

function factsOf(schemas: readonly SchemaOf[], context: SchemaContext): Facts {
  return { types: allowedTypes(schemas, context), known: conjunctsOf(schemas, context) };
}

function fitMembers({ value, place }: HeldValue, known: readonly SchemaOf[], fitting: Fitting, level: number): Json {
  if (typeof value !== 'object' || value === null) return value;
  const entries = isArray(value) ? [...value.entries()] : Object.entries(value);
  const schemasOfItem = schemasOfItems(known);
  // Items of a list mostly have the same schemas.
  let last: { readonly schemas: readonly SchemaOf[]; readonly facts: Facts } | undefined;
  let isChanged = false;
  const fitted = entries.map(([key, item]): [string, Json] => {
    const ofItem = schemasOfItem(key);
    const held = { container: value, key, value: item, place: at(place, key) };
    if (last?.schemas !== ofItem) last = { schemas: ofItem, facts: factsOf(ofItem, fitting.context) };
    const changed = ofItem.length === 0 ? item : fitKnown(held, last.facts, fitting, level + 1);
    isChanged ||= changed !== item;
    return [String(key), changed];
  });
  if (!isChanged) return value;
  return isArray(value) ? fitted.map(([, item]) => item) : Object.fromEntries(fitted);
}

function fitType(held: HeldValue, types: ReadonlySet<string> | undefined, { messages }: SchemaContext): Json {
  const { container, key, value, place } = held;
  if (types === undefined || hasAllowedType(value, types)) return value;
  const type = onlyScalar(types);
  const isScalar = typeof value !== 'object';
  const spelling = type === 'string' && isScalar ? spellingOf(container, key) : undefined;
  if (spelling !== undefined) {
    messages.report(valueNotText, place, `read as ${JSON.stringify(spelling)}`);
    return spelling;
  }
  const fitted = type === undefined || !isScalar ? undefined : asType(value, type);
  const outcome = fitted === undefined ? `is no ${[...types].join(' or ')}` : `became ${JSON.stringify(fitted)}`;
  messages.report(schemaValueMisfit, place, `${quote(value)} ${outcome}`);
  return fitted ?? value;
}

/** The one scalar type, null apart. An integer is a number. */
function onlyScalar(types: ReadonlySet<string>): ReturnType<typeof scalarTypeOf> {
  return scalarTypeOf([...types].filter((type) => type !== 'integer' || !types.has('number')));
}

function quote(value: Json): string {
  return JSON.stringify(value).slice(0, 80);
}
