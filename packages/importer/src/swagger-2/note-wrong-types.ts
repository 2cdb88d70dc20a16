import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member, objectMember, textMember } from '../json/members.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import { failureRules } from '../references/failure-rules.ts';
import { swagger2ValueDropped } from '../rules/swagger2-value-dropped.ts';
import { valueNotText } from '../rules/value-not-text.ts';
import { textList } from './media-types.ts';
import type { SwaggerSource } from './swagger-source.ts';

type Check = readonly [expected: string, fits: (value: Json) => boolean];

const object: Check = ['an object', isObject];
const text: Check = ['a string', (value) => typeof value === 'string'];
const texts: Check = ['a list of strings', (value) => textList(value) !== undefined];

/** Members of the document whose value would be read, were it of the right type. */
const expected: { readonly [key: string]: Check } = {
  info: object,
  paths: object,
  definitions: object,
  parameters: object,
  responses: object,
  securityDefinitions: object,
  host: text,
  basePath: text,
  schemes: texts,
  consumes: texts,
  produces: texts,
};

/** Notes values of a wrong type, which mean nothing. They are kept. */
export function noteWrongTypes(shapedRoot: JsonObject, { root, notes }: SwaggerSource): void {
  for (const [key, [type, fits]] of Object.entries(expected)) {
    const value = member(root, key);
    if (value === undefined || fits(value)) continue;
    const written = type === text[0] ? textMember(root, key) : undefined;
    if (written !== undefined)
      notes.add(shapedRoot, {
        rule: valueNotText,
        place: at(rootPlace, key),
        remark: `read as ${JSON.stringify(written)}`,
      });
    else
      notes.add(shapedRoot, { rule: swagger2ValueDropped, place: at(rootPlace, key), remark: `${type} is expected` });
  }
  for (const key of maps) {
    const held = objectMember(root, key) ?? {};
    for (const name of Object.keys(held).filter((entry) => !entry.startsWith('x-') && !isObject(held[entry] ?? null)))
      notes.add(shapedRoot, {
        rule: swagger2ValueDropped,
        place: at(rootPlace, key, name),
        remark: 'an object is expected',
      });
  }
}

/** Notes lists of media types and schemes of an operation that are none. */
export function noteLists(shaped: JsonObject, operation: JsonObject, place: Place, { notes }: SwaggerSource): void {
  for (const key of ['consumes', 'produces', 'schemes']) {
    const value = member(operation, key);
    if (value === undefined || textList(value) !== undefined) continue;
    notes.add(shaped, { rule: swagger2ValueDropped, place: at(place, key), remark: 'a list of strings is expected' });
  }
}

/** Members of the document whose values are objects. */
const maps = ['parameters', 'responses', 'securityDefinitions'];

const hostKey = 'x-ms-parameterized-host';

/** Notes a host template of Microsoft that cannot be read, and references of its parameters without a target. */
export function noteHost(shapedRoot: JsonObject, { root, finder, notes }: SwaggerSource): void {
  const host = member(root, hostKey);
  if (host === undefined) return;
  const place = at(rootPlace, hostKey);
  const parameters = isObject(host) ? (member(host, 'parameters') ?? []) : [];
  if (!isObject(host) || typeof member(host, 'hostTemplate') !== 'string' || !isArray(parameters)) {
    notes.add(shapedRoot, { rule: swagger2ValueDropped, place, remark: 'a host template is expected' });
    return;
  }
  parameters.forEach((item, index) => {
    const reference = isObject(item) ? member(item, '$ref') : undefined;
    const here = at(place, 'parameters', index, '$ref');
    const target = typeof reference === 'string' ? finder.find(reference, here) : undefined;
    if (typeof reference !== 'string' || target === undefined || target.kind === 'found') return;
    notes.add(shapedRoot, { rule: failureRules[target.kind], place: here, remark: reference });
  });
}
