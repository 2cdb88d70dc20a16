import { z } from 'zod';
import { type FieldFault, faultsOf, maxFaults, type Parsed, parseRequest } from './parse-request.ts';

/** Values that are validated at a time: some milliseconds, if each of them is wrong. */
const defaultStepValues = 500;

/** The rest to validate: a schema and its input. Large parts were validated, and are accepted as they are. */
interface Rest {
  readonly schema: z.ZodType;
  readonly input: unknown;
}

interface Place {
  readonly schema: z.ZodType;
  readonly input: unknown;
  readonly path: readonly (string | number)[];
}

interface Run {
  readonly name: string;
  readonly stepValues: number;
  readonly faults: FieldFault[];
}

type Steps<Result> = Generator<undefined, Result, undefined>;

/**
 * Parses as `parseRequest` does, but validates large lists in steps, so that the caller can do other work in between. It ends soon after the
 * hundredth fault.
 */
export function* parseInSteps<Value>(
  schema: z.ZodType<Value>,
  input: unknown,
  name: string,
  stepValues = defaultStepValues,
): Steps<Parsed<Value>> {
  const run: Run = { name, stepValues, faults: [] };
  const rest = yield* reduce({ schema, input, path: [] }, run);
  const parsed = parseRequest(rest.schema as z.ZodType<Value>, rest.input, name);
  if (run.faults.length === 0) return parsed;
  const others = parsed.ok ? [] : parsed.faults.filter(({ message }) => message !== reported);
  return { ok: false, faults: [...run.faults, ...others].slice(0, maxFaults) };
}

/** Fault of a part whose own faults are reported already. No schema has this text. */
const reported = 'reported';
const refused: z.ZodType = z.custom(() => false, reported);

function* reduce(place: Place, run: Run): Steps<Rest> {
  const { schema, input } = place;
  if (!isObject(input) || countValues(input, run.stepValues + 1) <= run.stepValues) return place;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    const inner = yield* reduce({ ...place, schema: parseSchema(schema.unwrap()) }, run);
    return { ...inner, schema: inner.schema };
  }
  if (schema instanceof z.ZodUnion) {
    const option = optionFor(schema.options.map(parseSchema), input);
    return option === undefined ? place : yield* reduce({ ...place, schema: option }, run);
  }
  if (schema instanceof z.ZodArray && Array.isArray(input)) return yield* reduceList(schema, { ...place, input }, run);
  if (schema instanceof z.ZodObject && !Array.isArray(input))
    return yield* reduceObject(schema, { ...place, input }, run);
  return place;
}

function* reduceObject(schema: z.ZodObject, place: Place & { readonly input: object }, run: Run): Steps<Rest> {
  const shape: { [key: string]: z.ZodType } = {};
  const input: object = { ...place.input };
  for (const [key, member] of Object.entries(schema.shape)) {
    const value: unknown = Object.hasOwn(input, key) ? Reflect.get(input, key) : undefined;
    const rest = yield* reduce({ schema: parseSchema(member), input: value, path: [...place.path, key] }, run);
    shape[key] = rest.schema;
    if (rest.input !== value) Reflect.set(input, key, rest.input);
  }
  return { schema: z.core.clone(schema, { ...schema.def, shape }), input };
}

function* reduceList(schema: z.ZodArray, place: Place & { readonly input: readonly unknown[] }, run: Run): Steps<Rest> {
  // The length first: items of a list that is too long are not looked at.
  const bare = z.core.clone(schema, { ...schema.def, element: z.unknown() });
  if (!bare.safeParse(place.input).success) return { schema: bare, input: place.input };
  const element = parseSchema(schema.element);
  const items: unknown[] = [];
  let isRight = true;
  for (const { from, to } of groupsOf(place.input, run.stepValues)) {
    if (run.faults.length >= maxFaults) break;
    const group = yield* parseGroup(element, { ...place, from, to }, run);
    if (group === undefined) isRight = false;
    else for (const item of group) items.push(item);
    yield;
  }
  return isRight && items.length === place.input.length
    ? { schema: bare, input: items }
    : { schema: refused, input: null };
}

interface Group {
  readonly input: readonly unknown[];
  readonly path: readonly (string | number)[];
  readonly from: number;
  readonly to: number;
}

function* parseGroup(
  element: z.ZodType,
  { input, path, from, to }: Group,
  run: Run,
): Steps<readonly unknown[] | undefined> {
  const single = to - from === 1;
  const rest = single
    ? yield* reduce({ schema: element, input: input[from], path: [...path, from] }, run)
    : { schema: z.array(element), input: input.slice(from, to) };
  const faults = faultsOf(rest.schema, rest.input, (inner) => {
    const [index, ...others] = single ? [0, ...inner] : inner;
    return { name: run.name, path: [...path, from + Number(index), ...others] };
  });
  if (faults.ok) return parseGroupValue(single ? [faults.value] : faults.value);
  for (const fault of faults.faults) if (fault.message !== reported) run.faults.push(fault);
  return undefined;
}

function parseGroupValue(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Divides a list into slices with about as many values as a step has, or one item that has more. */
function* groupsOf(
  items: readonly unknown[],
  stepValues: number,
): Generator<{ readonly from: number; readonly to: number }, void, undefined> {
  let from = 0;
  let values = 0;
  for (let index = 0; index < items.length; index += 1) {
    const own = countValues(items[index], stepValues);
    if (values > 0 && values + own > stepValues) {
      yield { from, to: index };
      from = index;
      values = 0;
    }
    values += own;
  }
  if (from < items.length) yield { from, to: items.length };
}

/** The only option whose literals are those of the input, such as the type of an auth scheme. */
function optionFor(options: readonly z.ZodType[], input: unknown): z.ZodType | undefined {
  const fitting = options.filter(
    (option) =>
      option instanceof z.ZodObject &&
      isObject(input) &&
      Object.entries(option.shape).every(
        ([key, member]) => !(member instanceof z.ZodLiteral) || member.safeParse(Reflect.get(input, key)).success,
      ),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Number of values in a value, itself included. It counts no further than `limit`. */
function countValues(input: unknown, limit: number): number {
  const open: unknown[] = [input];
  let count = 0;
  for (; open.length > 0 && count < limit; count += 1) {
    const value = open.pop();
    if (Array.isArray(value)) {
      // Not `for … in`, which lists all keys first.
      for (let index = 0; index < value.length && open.length + count < limit; index += 1) open.push(value[index]);
    } else if (isObject(value)) for (const inner of Object.values(value).slice(0, limit)) open.push(inner);
  }
  return Math.min(count + open.length, limit);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Zod types the parts of schemas by their core. All schemas here are made with the full package. */
function parseSchema(schema: z.core.$ZodType): z.ZodType {
  return schema as z.ZodType;
}
