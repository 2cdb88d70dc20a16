import type { Json } from '@connectory/json';
import type { DeclaredParameter } from '../context/declared-parameter.ts';
import type { ImportContext } from '../context/import-context.ts';
import { readText } from '../context/read-text.ts';
import { resolveObject } from '../context/resolve-object.ts';
import { member } from '../json/members.ts';
import type { ParameterLocation } from '../model/connector-model.ts';
import type { Place } from '../place/place.ts';
import { loneReference } from '../references/lone-reference.ts';
import type { ResolvedObject } from '../references/resolve-chain.ts';
import { paramInvalid } from '../rules/param-invalid.ts';
import { paramRepeated } from '../rules/param-repeated.ts';
import { paramQuerystring } from '../rules/param-querystring.ts';
import { skip } from './skip.ts';

/** Parameters of a list that several operations use, by item. */
export type KnownParameters = Map<Json, DeclaredParameter>;

const locations: ReadonlySet<Json> = new Set(['path', 'query', 'header', 'cookie']);

/**
 * Reads a parameter. One that cannot be read is counted here, all others when they are mapped.
 * @param known those of the same list that were read before.
 */
export function readParameter(
  item: Json,
  place: Place,
  known: KnownParameters | undefined,
  context: ImportContext,
): DeclaredParameter | undefined {
  const { reported } = context.messages;
  const earlier = known?.get(item);
  const declared = earlier === undefined ? findParameter(item, place, context) : readAgain(earlier, context);
  if (declared === undefined) context.coverage.refuse('parameters', reported);
  else known?.set(item, declared);
  return declared;
}

function findParameter(item: Json, place: Place, context: ImportContext): DeclaredParameter | undefined {
  const resolved = resolveObject(item, place, expected, context);
  if (resolved === undefined) return undefined;
  const shared = context.sharedParameters.get(resolved);
  if (shared !== undefined) return readAgain(shared, context);
  const declared = declareParameter(item, place, resolved, context);
  // Every other reference to the same parameter resolves to the same object.
  if (declared !== undefined && loneReference(item) !== undefined) context.sharedParameters.set(resolved, declared);
  return declared;
}

const expected = { kind: 'parameter', rule: paramInvalid, remark: 'not an object' } as const;

/** Reports a name that is no text once more, as it counts for each operation. */
function readAgain(declared: DeclaredParameter, context: ImportContext): DeclaredParameter {
  readText(declared.object, 'name', declared.source, context);
  return declared;
}

function declareParameter(
  item: Json,
  place: Place,
  { object, place: source }: ResolvedObject,
  context: ImportContext,
): DeclaredParameter | undefined {
  const name = readText(object, 'name', source, context);
  const location = member(object, 'in');
  if (name === undefined) return skip(context, paramInvalid, place, 'no name');
  if (location === 'querystring' && context.version === '3.2') return skip(context, paramQuerystring, place, name);
  if (context.shape.notes.of(object).some(({ rule }) => rule === paramRepeated))
    return skip(context, paramRepeated, place, `formData ${name}`);
  if (typeof location !== 'string' || !isLocation(location))
    return skip(context, paramInvalid, place, locationRemark(location, context));
  return { item, object, name, in: location, key: keyOf(location, name), source, typing: undefined, mapped: undefined };
}

function isLocation(location: string): location is ParameterLocation {
  return locations.has(location);
}

/** Equal for parameters that override each other. */
export function keyOf(location: string, name: string): string {
  // Header names are compared without regard to case (RFC 9110, section 5.1).
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`;
}

function locationRemark(location: Json | undefined, { shape }: ImportContext): string {
  const written = `in: ${JSON.stringify(location) ?? 'missing'}`;
  const isBody = shape.version === '2.0' && (location === 'body' || location === 'formData');
  return isBody ? `${written}, but another parameter is the body` : written;
}
