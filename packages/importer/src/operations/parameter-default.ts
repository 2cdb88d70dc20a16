import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { spellingOf, writtenText } from '../json/spellings.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import type { ParameterModel } from '../model/connector-model.ts';
import { at, type Place, placeOfPointer } from '../place/place.ts';
import type { References } from '../references/references.ts';
import { valueNotText } from '../rules/value-not-text.ts';
import { schemaValueMisfit } from '../rules/schema-value-misfit.ts';
import { asType } from '../schemas/scalar-values.ts';
import type { ParameterType } from './parameter-type.ts';

/** Maximum number of references followed to a default: shared schemas are one or two references away. */
const maxLinks = 10;

interface Source {
  readonly references: References;
  readonly messages: MessageCollector;
}

/**
 * The default of a parameter, in its type. A scalar that is no value of the type is reported.
 * @returns undefined when there is none, or it is no scalar, or no value of the type.
 */
export function parameterDefault(
  schema: Json | undefined,
  place: Place,
  type: ParameterType,
  { references, messages }: Source,
): ParameterModel['default'] {
  const found = findDefault(schema, place, references);
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

/** A schema's own default wins over that of a schema that it references. */
function findDefault(
  schema: Json | undefined,
  place: Place,
  references: References,
): { readonly value: Json; readonly holder: JsonObject; readonly place: Place } | undefined {
  let [here, from] = [schema, place];
  for (let links = 0; isObject(here) && links < maxLinks; links += 1) {
    const value = member(here, 'default');
    if (value !== undefined) return { value, holder: here, place: from };
    const reference = member(here, '$ref');
    const target = typeof reference === 'string' ? references.find(reference, from) : undefined;
    if (target?.kind !== 'found') return undefined;
    [here, from] = [target.value, placeOfPointer(target.pointer)];
  }
  return undefined;
}
