import type { JsonObject } from '@connectory/json';
import { asBoolean } from '../json/booleans.ts';
import { member } from '../json/members.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place } from '../place/place.ts';
import { valueNotBoolean } from '../rules/value-not-boolean.ts';

/** A member that OpenAPI wants as a boolean. A text that names one is read as it, and reported. @param place of the object. */
export function readBoolean(
  object: JsonObject,
  key: string,
  place: Place,
  { messages }: { readonly messages: MessageCollector },
): boolean | undefined {
  const value = member(object, key);
  const read = asBoolean(value);
  if (read !== undefined && typeof value === 'string')
    messages.report(valueNotBoolean, at(place, key), `read as ${read}`);
  return read;
}
