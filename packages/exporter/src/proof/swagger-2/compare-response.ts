import { isObject, type Json, type JsonObject } from '@connectory/json';
import { memberOf, own, ownAside, ownObject, ownOrAside, type SourceMember } from '../ledger/source-member.ts';
import { compareData, isEmpty } from '../values/compare-data.ts';
import { compareMember } from '../objects/compare-object.ts';
import { asOpenapi3 } from '../operations/compare-operation.ts';
import type { CompareObject, Comparison } from '../values/comparison.ts';
import { compareSchema } from '../schemas/compare-schema.ts';
import { contentOf } from './compare-swagger-2.ts';

/** Compares a response of Swagger 2.0: its schema and examples are those of media types. */
export const compareResponse2: CompareObject = (source, target, comparison) => {
  const { value } = source;
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    const member = memberOf(source, key);
    if (key === 'schema') compareSchema(member, own(contentOf(target)[0], 'schema'), comparison);
    else if (key === 'examples' && isObject(member.value) && !isEmpty(member.value))
      compareExamples(value, member, target, comparison);
    else if (key === 'content' || key === 'links')
      compareMember('response', member, ownOrAside(target, value, key), asOpenapi3(comparison));
    else compareMember('response', member, own(target, key) ?? ownAside(target, value, key), comparison);
  }
};

function compareExamples(response: JsonObject, source: SourceMember, target: JsonObject, comparison: Comparison): void {
  const content = ownObject(target, 'content');
  const left = ownAside(target, response, 'examples');
  for (const name of Object.keys(isObject(source.value) ? source.value : {})) {
    const exact = own(own(content, name), 'example');
    const alike = Object.keys(content).find((type) => bareType(type) === bareType(name));
    const found: Json | undefined = own(left, name) ?? exact ?? own(own(content, alike ?? name), 'example');
    compareData(memberOf(source, name), found, comparison);
  }
}

function bareType(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}
