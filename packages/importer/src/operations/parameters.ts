import type { ImportContext } from '../context/import-context.ts';
import { reportNotes, resolveObject } from '../context/resolve-object.ts';
import { readText } from '../context/read-text.ts';
import { member } from '../json/members.ts';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type { ParameterLocation, ParameterModel } from '../model/connector-model.ts';
import { at, type Place } from '../place/place.ts';
import { paramAuthorizationIgnored } from '../rules/param-authorization-ignored.ts';
import { paramHeaderIgnored } from '../rules/param-header-ignored.ts';
import { paramInvalid } from '../rules/param-invalid.ts';
import { paramNotScalar } from '../rules/param-not-scalar.ts';
import { paramQuerystring } from '../rules/param-querystring.ts';
import type { Rule } from '../rules/rule.ts';
import { triggerPathParamDropped } from '../rules/trigger-path-param-dropped.ts';
import { paramRepeated } from '../rules/param-repeated.ts';
import { paramTypeUnknown } from '../rules/param-type-unknown.ts';
import { pathParamUndeclared } from '../rules/path-param-undeclared.ts';
import { pathParamUnused } from '../rules/path-param-unused.ts';
import { parameterDefault } from './parameter-default.ts';
import { parameterType } from './parameter-type.ts';
import type { PathTemplate } from './path-template.ts';

/** A declared parameter, after following its reference. */
interface Declared {
  /** As it stands in its list: itself, or a reference. */
  readonly item: Json;
  readonly object: JsonObject;
  readonly name: string;
  readonly in: ParameterLocation;
  /** Of the item. */
  readonly place: Place;
  /** Of the object. */
  readonly source: Place;
}

export interface ParameterSource {
  /** The list of the path item. */
  readonly shared: Json | undefined;
  readonly sharedPlace: Place;
  readonly own: Json | undefined;
  readonly ownPlace: Place;
  /** Undefined for a trigger, which has no path. */
  readonly template: PathTemplate | undefined;
  /** The place of the operation, where undeclared placeholders are reported. */
  readonly place: Place;
}

export interface MappedParameters {
  readonly parameters: readonly ParameterModel[];
  /** Items of the operation's own list that became no parameter, as they are kept. */
  readonly refused: readonly Json[];
  /** Indexes of the path item's list that became parameters of this operation. */
  readonly takenShared: ReadonlySet<number>;
}

const locations: ReadonlySet<Json> = new Set(['path', 'query', 'header', 'cookie']);

/** OpenAPI 3.1.1, Parameter Object: definitions of these header parameters shall be ignored. Swagger 2.0 has no such rule. */
const ignoredHeaders: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

/**
 * Maps the parameters of an operation: those of the path item, overridden by those of the operation with the same
 * name and location.
 * @param used collects the indexes of the definitions that extras reference.
 */
export function mapParameters(source: ParameterSource, context: ImportContext, used: Set<number>): MappedParameters {
  const placeholders = source.template?.names;
  const shared = readList(source.shared, source.sharedPlace, context);
  const own = readList(source.own, source.ownPlace, context);
  const merged = new Map([...shared, ...own]);
  const parameters: ParameterModel[] = [];
  const taken = new Set<Json>();
  for (const declared of merged.values()) {
    const model = context.coverage.count('parameters', () => mapParameter(declared, placeholders, context, used));
    if (model === undefined) continue;
    parameters.push(model);
    taken.add(declared.item);
  }
  for (const name of placeholders ?? []) {
    if (merged.has(keyOf('path', name))) continue;
    context.messages.report(pathParamUndeclared, source.place, name);
    parameters.push({ name, in: 'path', required: true, type: 'string' });
  }
  for (const name of source.template?.queryNames ?? [])
    if (!merged.has(keyOf('query', name))) parameters.push({ name, in: 'query', required: false, type: 'string' });
  return { parameters, refused: refusedOf(source, taken, context, used), takenShared: indexesOf(source.shared, taken) };
}

function refusedOf(
  { own, ownPlace }: ParameterSource,
  taken: ReadonlySet<Json>,
  context: ImportContext,
  used: Set<number>,
): readonly Json[] {
  if (!isArray(own)) return own === undefined ? [] : [own];
  return own.flatMap((item, index) =>
    taken.has(item) ? [] : [context.extras.keep('parameter', item, at(ownPlace, index), used)],
  );
}

function indexesOf(list: Json | undefined, taken: ReadonlySet<Json>): ReadonlySet<number> {
  const items = isArray(list) ? list : [];
  return new Set(items.flatMap((item, index) => (taken.has(item) ? [index] : [])));
}

function keyOf(location: string, name: string): string {
  // Header names are compared without regard to case (RFC 9110, section 5.1).
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`;
}

function readList(list: Json | undefined, place: Place, context: ImportContext): ReadonlyMap<string, Declared> {
  const read = new Map<string, Declared>();
  if (!isArray(list)) return read;
  list.forEach((item, index) => {
    const here = context.shape.placeOf(item, at(place, index));
    const declared = readParameter(item, here, context);
    if (declared === undefined) return;
    const key = keyOf(declared.in, declared.name);
    if (!read.has(key)) {
      read.set(key, declared);
      return;
    }
    context.coverage.count('parameters', () =>
      context.messages.report(paramRepeated, here, `${declared.in} ${declared.name}`),
    );
  });
  return read;
}

/** Reads a parameter. One that cannot be read is counted here, all others when they are mapped. */
function readParameter(item: Json, place: Place, context: ImportContext): Declared | undefined {
  const declared = parseParameter(item, place, context);
  if (declared === undefined) context.coverage.count('parameters', () => undefined);
  return declared;
}

function parseParameter(item: Json, place: Place, context: ImportContext): Declared | undefined {
  const resolved = resolveObject(
    item,
    place,
    { kind: 'parameter', rule: paramInvalid, remark: 'not an object' },
    context,
  );
  if (resolved === undefined) return undefined;
  const name = readText(resolved.object, 'name', resolved.place, context);
  const location = member(resolved.object, 'in');
  if (name === undefined) return skip(context, paramInvalid, place, 'no name');
  if (location === 'querystring' && context.version === '3.2') return skip(context, paramQuerystring, place, name);
  if (typeof location !== 'string' || !isLocation(location))
    return skip(context, paramInvalid, place, `in: ${JSON.stringify(location) ?? 'missing'}`);
  return { item, object: resolved.object, name, in: location, place, source: resolved.place };
}

function headerRule(name: string, { security }: ImportContext): Rule {
  return name.toLowerCase() === 'authorization' && !security.sendsAuthorization
    ? paramAuthorizationIgnored
    : paramHeaderIgnored;
}

function isLocation(location: string): location is ParameterLocation {
  return locations.has(location);
}

function mapParameter(
  declared: Declared,
  placeholders: ReadonlySet<string> | undefined,
  context: ImportContext,
  used: Set<number>,
): ParameterModel | undefined {
  const { object, name, in: location, place, source } = declared;
  reportNotes(object, context);
  if (location === 'header' && ignoredHeaders.has(name.toLowerCase()) && context.shape.version !== '2.0')
    return skip(context, headerRule(name, context), place, name);
  if (location === 'path' && placeholders === undefined) return skip(context, triggerPathParamDropped, place, name);
  if (location === 'path' && placeholders?.has(name) === false) return skip(context, pathParamUnused, place, name);
  const schema = member(object, 'schema');
  const schemaPlace = context.shape.placeOf(schema, at(source, 'schema'));
  const type = parameterType(schema, schemaPlace, context.references, context.is30);
  const content = isObject(member(object, 'content'));
  if (content || type.kind === 'other') context.messages.report(paramNotScalar, place, `${location} parameter ${name}`);
  else if (type.kind === 'unknown') context.messages.report(paramTypeUnknown, place, `${location} parameter ${name}`);
  const fallback = content ? undefined : parameterDefault(schema, schemaPlace, type, context);
  return {
    name,
    in: location,
    required: location === 'path' || member(object, 'required') === true,
    type: !content && type.kind === 'scalar' ? type.type : 'string',
    ...(fallback === undefined ? {} : { default: fallback }),
    ...extrasOf(declared, context, used),
  };
}

/** Members that are fields of the model. */
const fields: ReadonlySet<string> = new Set(['name', 'in', 'required']);
const fieldsWithoutRequired: ReadonlySet<string> = new Set(['name', 'in']);

function extrasOf({ item, object, place, source }: Declared, context: ImportContext, used: Set<number>) {
  const isReference = isObject(item) && typeof member(item, '$ref') === 'string';
  const taken = typeof member(object, 'required') === 'boolean' ? fields : fieldsWithoutRequired;
  const openapi = isReference
    ? context.extras.keep('parameter', item, place, used)
    : context.extras.keepRest('parameter', object, source, used, taken);
  return isObject(openapi) && Object.keys(openapi).length > 0 ? { openapi } : {};
}

function skip(
  context: ImportContext,
  rule: Parameters<ImportContext['messages']['report']>[0],
  place: Place,
  remark: string,
): undefined {
  context.messages.report(rule, place, remark);
  return undefined;
}
