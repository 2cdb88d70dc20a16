import type { ImportContext } from '../context/import-context.ts';
import { isArray, isObject, type JsonObject } from '@connectory/json';
import { member, objectMember } from '../json/members.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import { addressInvalid } from '../rules/address-invalid.ts';

/**
 * Reports invalid URLs and e-mail addresses in `info`, `tags` and `externalDocs`. Structural validation ignores
 * formats.
 */
export function checkAddresses(context: ImportContext): void {
  const info = objectMember(context.root, 'info') ?? {};
  const place = at(rootPlace, 'info');
  const contact = objectMember(info, 'contact');
  const check = (
    object: JsonObject | undefined,
    field: string,
    where: Place,
    isValid: (text: string) => boolean,
  ): void => {
    const text = object === undefined ? undefined : member(object, field);
    if (typeof text === 'string' && !isValid(text)) context.messages.report(addressInvalid, at(where, field), text);
  };
  check(info, 'termsOfService', place, isUriReference);
  check(contact, 'url', at(place, 'contact'), isUriReference);
  check(contact, 'email', at(place, 'contact'), isEmailAddress);
  check(objectMember(info, 'license'), 'url', at(place, 'license'), isUriReference);
  check(objectMember(context.root, 'externalDocs'), 'url', at(rootPlace, 'externalDocs'), isUriReference);
  const tags = member(context.root, 'tags');
  if (!isArray(tags)) return;
  tags.forEach((tag, index) => {
    const docs = isObject(tag) ? objectMember(tag, 'externalDocs') : undefined;
    check(docs, 'url', at(rootPlace, 'tags', index, 'externalDocs'), isUriReference);
  });
}

/** Checks characters only (RFC 3986, appendix A). Characters of other scripts (RFC 3987) pass. */
function isUriReference(text: string): boolean {
  return !/[^\w\-.~:/?#[\]@!$&'()*+,;=%\u0080-\uffff]|%(?![0-9a-fA-F]{2})/.test(text.trim());
}

function isEmailAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text.trim());
}
