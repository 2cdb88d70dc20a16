import type { DeclaredParameter } from '../context/declared-parameter.ts';
import type { ImportContext } from '../context/import-context.ts';
import { isArray, type Json } from '@connectory/json';
import type { ParameterModel } from '../model/connector-model.ts';
import { at, type Place } from '../place/place.ts';
import { paramRepeated } from '../rules/param-repeated.ts';
import { pathParamUndeclared } from '../rules/path-param-undeclared.ts';
import { keyOf, type KnownParameters, readParameter } from './declare-parameter.ts';
import { mapParameter } from './map-parameter.ts';
import type { PathTemplate } from './path-template.ts';

export interface ParameterSource {
  /** The list of the path item. */
  readonly shared: Json | undefined;
  readonly sharedPlace: Place;
  /** Those of the shared list that other operations have read. */
  readonly known: KnownParameters;
  /** Collects the indexes of the shared list that become parameters of an operation. */
  readonly takenShared: Set<number>;
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
}

/** A parameter in the list of an operation or path item. */
interface Listed {
  readonly declared: DeclaredParameter;
  readonly item: Json;
  readonly place: Place;
}

/**
 * Maps the parameters of an operation: those of the path item, overridden by those of the operation with the same
 * name and location.
 * @param used collects the indexes of the definitions that extras reference.
 */
export function mapParameters(source: ParameterSource, context: ImportContext, used: Set<number>): MappedParameters {
  const placeholders = source.template?.names;
  const merged = merge(
    readList(source.shared, source.sharedPlace, source.known, context),
    readList(source.own, source.ownPlace, undefined, context),
  );
  const parameters: ParameterModel[] = [];
  const taken = new Set<Json>();
  for (const { declared, item, place } of merged.values()) {
    const model = context.coverage.count('parameters', () =>
      mapParameter(declared, place, placeholders, context, used),
    );
    if (model === undefined) continue;
    parameters.push(model);
    taken.add(item);
  }
  addUndeclared(parameters, merged, source, context);
  addTaken(source, taken);
  return { parameters, refused: refusedOf(source, taken, context, used) };
}

function merge(shared: ReadonlyMap<string, Listed>, own: ReadonlyMap<string, Listed>): ReadonlyMap<string, Listed> {
  if (shared.size === 0) return own;
  return own.size === 0 ? shared : new Map([...shared, ...own]);
}

/** Adds the parameters that the path template names and no list declares. */
function addUndeclared(
  parameters: ParameterModel[],
  declared: ReadonlyMap<string, Listed>,
  { template, place }: ParameterSource,
  context: ImportContext,
): void {
  const undeclared: string[] = [];
  for (const name of template?.names ?? []) {
    if (declared.has(keyOf('path', name))) continue;
    undeclared.push(name);
    parameters.push({ name, in: 'path', required: true, type: 'string' });
  }
  if (undeclared.length > 0) context.messages.report(pathParamUndeclared, place, undeclared.join(', '));
  for (const name of template?.queryNames ?? [])
    if (!declared.has(keyOf('query', name))) parameters.push({ name, in: 'query', required: false, type: 'string' });
}

function addTaken({ shared, takenShared }: ParameterSource, taken: ReadonlySet<Json>): void {
  if (!isArray(shared) || takenShared.size === shared.length) return;
  shared.forEach((item, index) => {
    if (taken.has(item)) takenShared.add(index);
  });
}

function refusedOf(
  { own, ownPlace }: ParameterSource,
  taken: ReadonlySet<Json>,
  context: ImportContext,
  used: Set<number>,
): readonly Json[] {
  if (!isArray(own)) return own === undefined ? [] : [own];
  const refused: Json[] = [];
  own.forEach((item, index) => {
    if (!taken.has(item)) refused.push(context.extras.keep('parameter', item, at(ownPlace, index), used));
  });
  return refused;
}

const noParameters: ReadonlyMap<string, Listed> = new Map();

function readList(
  list: Json | undefined,
  place: Place,
  known: KnownParameters | undefined,
  context: ImportContext,
): ReadonlyMap<string, Listed> {
  if (!isArray(list) || list.length === 0) return noParameters;
  const read = new Map<string, Listed>();
  list.forEach((item, index) => {
    const here = context.shape.placeOf(item, at(place, index));
    const declared = readParameter(item, here, known, context);
    if (declared === undefined) return;
    if (!read.has(declared.key)) read.set(declared.key, { declared, item, place: here });
    else
      context.coverage.count('parameters', () =>
        context.messages.report(paramRepeated, here, `${declared.in} ${declared.name}`),
      );
  });
  return read;
}
