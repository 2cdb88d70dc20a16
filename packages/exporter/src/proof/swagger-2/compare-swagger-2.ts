import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { compareItems, compareSchemas, compareVersion } from '../document/compare-document.ts';
import { textOf } from '../../objects/text-of.ts';
import { memberOf, own, ownAside, ownObject, type SourceMember } from '../ledger/source-member.ts';
import { compareData, isEmpty } from '../values/compare-data.ts';
import { compareMember, compareObject } from '../objects/compare-object.ts';
import type { Comparison } from '../values/comparison.ts';
import { resolveInSource } from '../operations/compare-parameters.ts';

/** Compares a document of Swagger 2.0 with the one of OpenAPI 3.1 that it became, a part at a time. */
export function* compareSwagger2(root: SourceMember, comparison: Comparison): Generator<void> {
  if (!isObject(root.value)) return;
  const homes = ['definitions', 'parameters', 'responses', 'securityDefinitions'];
  for (const key of [...homes, ...Object.keys(root.value).filter((name) => !homes.includes(name))]) {
    if (own(root.value, key) === undefined) continue;
    yield* compareRootMember(memberOf(root, key), comparison);
    yield;
  }
}

function* compareRootMember(member: SourceMember, comparison: Comparison): Generator<void> {
  const { exported } = comparison;
  const components = ownObject(exported, 'components');
  const aside = ownAside(exported, comparison.source, member.key);
  switch (member.key) {
    case 'swagger':
      compareVersion(member, comparison);
      return;
    case 'host':
    case 'basePath':
    case 'schemes':
      compareAddress(member, own(exported, 'servers'), aside, comparison);
      return;
    case 'consumes':
    case 'produces':
      compareMoved(member, aside, 'media-types', comparison);
      return;
    case 'definitions':
      yield* compareSchemas(member, comparison);
      return;
    case 'paths':
    case 'x-ms-paths':
    case 'x-webhooks':
      yield* compareSection(member, comparison);
      return;
    case 'parameters':
      compareShared(member, comparison);
      return;
    case 'responses':
    case 'securityDefinitions':
      compareMember(
        'document',
        member,
        own(components, member.key === 'responses' ? 'responses' : 'securitySchemes'),
        comparison,
      );
      return;
    case 'components':
      compareData(member, aside, comparison);
      return;
    case 'webhooks':
      yield* compareItems(member, ownObject(exported, 'webhooks'), comparison);
      return;
    default:
      compareMember('document', member, aside ?? own(exported, member.key), comparison);
  }
}

function* compareSection(member: SourceMember, comparison: Comparison): Generator<void> {
  const { exported } = comparison;
  const target = ownObject(exported, member.key === 'x-webhooks' ? 'webhooks' : 'paths');
  const twice = ownObject(exported, 'x-ms-paths');
  yield* compareItems(member, member.key === 'x-ms-paths' ? { ...target, ...twice } : target, comparison);
}

/** Compares a value that is kept under another name. */
export function compareMoved(
  member: SourceMember,
  target: Json | undefined,
  rule: 'media-types' | 'servers',
  { ledger }: Comparison,
): void {
  ledger.differ(member, target === undefined ? { rule } : { target, rule: 'set-aside' });
}

/** A part of the address of the servers. */
export function compareAddress(
  member: SourceMember,
  servers: Json | undefined,
  aside: Json | undefined,
  { ledger }: Comparison,
): void {
  const urls = (isArray(servers) ? servers : []).map((server) => textOf(own(server, 'url')));
  const { value } = member;
  const parts = (isArray(value) ? value : [value]).map((part) =>
    withoutSlashes(
      textOf(part)
        .trim()
        .replace(/^\w+:\/\//, ''),
    ),
  );
  const isShown = parts.every((part) => urls.some((url) => url.includes(part)));
  if (aside !== undefined) ledger.differ(member, { target: aside, rule: 'set-aside' });
  else if (isShown) ledger.differ(member, { target: urls, rule: 'servers' });
  else ledger.differ(member, { target: servers, otherwise: isEmpty(value) ? 'empty' : undefined });
}

/** A text without the slashes at its end. */
function withoutSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}

/** Shared parameters are parameters, request bodies or form fields in the export. */
function compareShared(source: SourceMember, comparison: Comparison): void {
  const components = ownObject(comparison.exported, 'components');
  if (!isObject(source.value) || isEmpty(source.value)) {
    compareData(source, own(comparison.exported, 'x-parameters'), comparison);
    return;
  }
  for (const key of Object.keys(source.value)) {
    const member = memberOf(source, key);
    const location = own(resolveInSource(member.value, member, comparison), 'in');
    if (location === 'formData') compareData(member, own(own(components, 'x-formData'), key), comparison);
    else {
      const section = location === 'body' ? 'requestBodies' : 'parameters';
      compareObject('parameter', member, own(own(components, section), key), comparison);
    }
  }
}

export function contentOf(target: JsonObject): readonly JsonObject[] {
  const content = own(target, 'content');
  return isObject(content) ? Object.values(content).filter((media) => isObject(media)) : [];
}
