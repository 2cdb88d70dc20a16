import { isObject, type Json, type JsonObject } from '@connectory/json';
import type { DeclaredParameter, MappedParameter, ParameterTyping } from '../context/declared-parameter.ts';
import type { ImportContext } from '../context/import-context.ts';
import { readBoolean } from '../context/read-boolean.ts';
import { reportNotes } from '../context/resolve-object.ts';
import { member } from '../json/members.ts';
import { reportsSince } from '../messages/message-collector.ts';
import type { ParameterModel } from '../model/connector-model.ts';
import type { Writable } from '../model/writable.ts';
import { at, type Place } from '../place/place.ts';
import { paramAuthorizationIgnored } from '../rules/param-authorization-ignored.ts';
import { paramHeaderIgnored } from '../rules/param-header-ignored.ts';
import { paramNotScalar } from '../rules/param-not-scalar.ts';
import { paramTypeContradictory } from '../rules/param-type-contradictory.ts';
import { paramTypeUnknown } from '../rules/param-type-unknown.ts';
import { pathParamUnused } from '../rules/path-param-unused.ts';
import type { Rule } from '../rules/rule.ts';
import { triggerPathParamDropped } from '../rules/trigger-path-param-dropped.ts';
import { parameterDefault } from './parameter-default.ts';
import { parameterType } from './parameter-type.ts';
import { skip } from './skip.ts';

/** OpenAPI 3.1.1, Parameter Object: definitions of these header parameters shall be ignored. Swagger 2.0 has no such rule. */
const ignoredHeaders: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

/**
 * Maps a parameter of an operation.
 * @param place of its use. @param placeholders of the path template; undefined for a trigger.
 * @param used collects the indexes of the definitions that extras reference.
 */
export function mapParameter(
  declared: DeclaredParameter,
  place: Place,
  placeholders: ReadonlySet<string> | undefined,
  context: ImportContext,
  used: Set<number>,
): ParameterModel | undefined {
  const { object, name, in: location } = declared;
  reportNotes(object, context);
  if (location === 'header' && ignoredHeaders.has(name.toLowerCase()) && context.shape.version !== '2.0')
    return skip(context, headerRule(name, context), place, name);
  if (location === 'path' && placeholders === undefined) return skip(context, triggerPathParamDropped, place, name);
  if (location === 'path' && placeholders?.has(name) === false) return skip(context, pathParamUnused, place, name);
  const typing = (declared.typing ??= readTyping(declared, context));
  if (typing.kind !== 'scalar')
    context.messages.report(typingRules[typing.kind], place, `${location} parameter ${name}`);
  if (declared.mapped === undefined) declared.mapped = mapDeclared(declared, typing, place, context);
  else context.messages.repeat(declared.mapped.reports);
  for (const index of declared.mapped.used) used.add(index);
  return declared.mapped.model;
}

/** The rules for parameters that are imported as string, although their schema has another type or none. */
const typingRules = {
  unknown: paramTypeUnknown,
  none: paramTypeContradictory,
  other: paramNotScalar,
  content: paramNotScalar,
} as const;

function headerRule(name: string, { security }: ImportContext): Rule {
  return name.toLowerCase() === 'authorization' && !security.sendsAuthorization
    ? paramAuthorizationIgnored
    : paramHeaderIgnored;
}

function readTyping({ object, source }: DeclaredParameter, context: ImportContext): ParameterTyping {
  if (isObject(member(object, 'content'))) return { kind: 'content' };
  const schema = member(object, 'schema');
  const place = context.shape.placeOf(schema, at(source, 'schema'));
  return parameterType(schema, place, context.references, context.is30);
}

/** @param place of its first use. Only a reference that stands alone has other uses with places of their own. */
function mapDeclared(
  declared: DeclaredParameter,
  typing: ParameterTyping,
  place: Place,
  context: ImportContext,
): MappedParameter {
  const { object, name, in: location, source } = declared;
  const before = context.messages.repeatable();
  const used = new Set<number>();
  const schema = member(object, 'schema');
  const fallback =
    typing.kind === 'content'
      ? undefined
      : parameterDefault(schema, context.shape.placeOf(schema, at(source, 'schema')), typing, context);
  const stated = readBoolean(object, 'required', source, context);
  const required = location === 'path' || stated === true;
  const openapi = keepParameter(declared, stated === required, place, context, used);
  const model: Writable<ParameterModel> = {
    name,
    in: location,
    required,
    type: typing.kind === 'scalar' ? typing.type : 'string',
  };
  if (fallback !== undefined) model.default = fallback;
  if (openapi !== undefined) model.openapi = openapi;
  return { model, used, reports: reportsSince(before, context.messages) };
}

/** Members that are fields of the model. */
const fields: ReadonlySet<string> = new Set(['name', 'in', 'required']);
const fieldsWithoutRequired: ReadonlySet<string> = new Set(['name', 'in']);

function keepParameter(
  { item, object, source }: DeclaredParameter,
  isRequiredTaken: boolean,
  place: Place,
  { extras }: ImportContext,
  used: Set<number>,
): JsonObject | undefined {
  // A path parameter is required, although it may say otherwise.
  const taken = isRequiredTaken ? fields : fieldsWithoutRequired;
  const openapi = isReference(item)
    ? extras.keep('parameter', item, place, used)
    : extras.keepRest('parameter', object, source, used, taken);
  return isObject(openapi) && Object.keys(openapi).length > 0 ? openapi : undefined;
}

function isReference(item: Json): boolean {
  return isObject(item) && typeof member(item, '$ref') === 'string';
}
