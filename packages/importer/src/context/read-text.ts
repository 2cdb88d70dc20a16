import type { JsonObject } from '@connectory/json';
import { member, textMember } from '../json/members.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place } from '../place/place.ts';
import { valueNotText } from '../rules/value-not-text.ts';

/**
 * A member that OpenAPI wants as text. A number or boolean of unquoted YAML is read as it was spelt, and reported.
 * @param place of the object.
 */
export function readText(
  object: JsonObject,
  key: string,
  place: Place,
  { messages }: { readonly messages: MessageCollector },
): string | undefined {
  const text = textMember(object, key);
  if (text !== undefined && typeof member(object, key) !== 'string')
    messages.report(valueNotText, at(place, key), `read as ${JSON.stringify(text)}`);
  return text;
}
