import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { spellingOf, writtenText } from '../json/spellings.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import type { ParameterModel } from '../model/connector-model.ts';
import { at, type Place } from '../place/place.ts';
import type { References } from '../references/references.ts';
import { valueNotText } from '../rules/value-not-text.ts';
import { schemaValueMisfit } from '../rules/schema-value-misfit.ts';
import { asType } from '../schemas/scalar-values.ts';
import type { ParameterType } from './parameter-type.ts';

/** Maximum number of schemas looked into for a default: shared schemas are one or two references away. */
const maxVisits = 50;

interface Source {
  readonly references: References;
  readonly messages: MessageCollector;
  /** Whether members beside a `$ref` have no effect. */
  readonly is30: boolean;
}

interface Walk extends Pick<Source, 'references' | 'is30'> {
  visits: number;
}

/**
 * The default of a parameter, in its type. A scalar that is no value of the type is reported.
 * @returns undefined when there is none, or it is no scalar, or no value of the type.
 */
export function parameterDefault(
  schema: Json | undefined,
  place: Place,
  type: ParameterType,
  { references, messages, is30 }: Source,
): ParameterModel['default'] {
  const found = findDefault(schema, place, { references, is30, visits: 0 });
  if (found === undefined) return undefined;
  const { value, holder } = found;
  if (value === null || isArray(value) || isObject(value)) return undefined;
  // A parameter of several types is a string, and has a message of its own.
  if (type.kind !== 'scalar') return writtenText(value, holder, 'default');
  if (type.type === 'string' && spellingOf(holder, 'default') !== undefined) {
    const text = writtenText(value, holder, 'default');
    messages.report(valueNotText, at(found.place, 'default'), `read as ${JSON.stringify(text)}`);
    return text;
  }
  const fitted = asType(value, type.type);
  if (fitted !== value) {
    const outcome = fitted === undefined ? `is no ${type.type}` : `became ${JSON.stringify(fitted)}`;
    messages.report(schemaValueMisfit, at(found.place, 'default'), `${JSON.stringify(value).slice(0, 80)} ${outcome}`);
  }
  return fitted;
}

interface FoundDefault {
  readonly value: Json;
  readonly holder: JsonObject;
  readonly place: Place;
}

/** A schema's own default wins over that of a schema that it references, and that over those of `allOf`. */
function findDefault(schema: Json | undefined, place: Place, walk: Walk): FoundDefault | undefined {
  walk.visits += 1;
  if (!isObject(schema) || walk.visits > maxVisits) return undefined;
  const value = member(schema, 'default');
  if (value !== undefined) return { value, holder: schema, place };
  const reference = member(schema, '$ref');
  if (typeof reference === 'string') {
    const target = walk.references.find(reference, place);
    const found = target.kind === 'found' ? findDefault(target.value, target.place, walk) : undefined;
    if (found !== undefined || walk.is30) return found;
  }
  const branches = member(schema, 'allOf');
  if (!isArray(branches)) return undefined;
  for (const [index, branch] of branches.slice(0, maxVisits).entries()) {
    const found = findDefault(branch, at(place, 'allOf', index), walk);
    if (found !== undefined) return found;
  }
  return undefined;
}
