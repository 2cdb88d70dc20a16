import { describe, expect, it } from 'vitest';
import type { Member, MemberTable, SpecVersion } from '../src/members/member-table.ts';
import { findMember, specVersionOf, tablesOf } from '../src/members/tables-of.ts';
import { readPublishedKinds } from './published-kinds.ts';

const versions: readonly SpecVersion[] = ['2.0', '3.0', '3.1', '3.2'];

/** Members of the tables that no published schema names, each with its reason. */
const beyondTheSpecification: { readonly [member: string]: string } = {
  'document/x-webhooks': 'webhooks of documents that were written before OpenAPI 3.1',
  'document/x-ms-paths': 'paths that differ in their query, in documents of Azure',
  'document/x-ms-parameterized-host': 'a host with parameters, in documents of Azure',
  'info/x-logo': 'the image of the API, as Redoc and others read it',
  'path-item/connect': 'a method of the wire contract',
};

describe.each(versions)('The member tables of %s', (version) => {
  const tables = tablesOf(version);
  const published = readPublishedKinds(version, new Set([...Object.keys(tables), 'schema']));

  it('have a table for each kind of object that the published schema describes', () => {
    expect(Object.keys(tables)).toEqual(expect.arrayContaining([...published.keys()]));
  });

  it.each([...published.keys()])('lead from %s to the same kinds of objects as the published schema', (kind) => {
    const table = tables[kind as keyof typeof tables] ?? { members: {} };
    const leads = Object.fromEntries(published.get(kind)?.leads ?? []);
    // `default` is a response like those of all other keys.
    const { default: _default, ...expected } = kind === 'responses' ? leads : { ...leads, default: undefined };
    expect(leadsOf(table, kind, version)).toEqual(expected);
  });

  it.each([...published.keys()])('name only members of %s that the published schema of a version has', (kind) => {
    const table = tables[kind as keyof typeof tables] ?? { members: {} };
    const all = versions.flatMap((other) => {
      const known = new Set([...Object.keys(tablesOf(other)), 'schema']);
      return [...(readPublishedKinds(other, known).get(kind)?.members ?? [])];
    });
    const unknown = Object.keys(table.members).filter(
      (name) => !all.includes(name) && !Object.hasOwn(beyondTheSpecification, `${kind}/${name}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('A member that no table names', () => {
  it('has no row, so that it is kept', () => {
    const operation = tablesOf('3.1').operation ?? { members: {} };
    expect(findMember(operation, 'x-internal', '3.1')).toBeUndefined();
    expect(findMember(operation, 'constructor', '3.1')).toBeUndefined();
    expect(findMember(operation, 'memberOfTomorrow', '3.2')).toBeUndefined();
  });

  it('includes members of later versions and extensions of maps', () => {
    const item = tablesOf('3.0')['path-item'] ?? { members: {} };
    expect(findMember(item, 'query', '3.1')).toBeUndefined();
    expect(findMember(item, 'query', '3.2')).toMatchObject({ fate: 'rule' });
    const paths = tablesOf('3.0').paths ?? { members: {} };
    expect(findMember(paths, '/pets', '3.0')).toMatchObject({ fate: 'followed' });
    expect(findMember(paths, 'x-origin', '3.0')).toBeUndefined();
  });
});

describe('The version of a table', () => {
  it.each([
    ['2.0', '2.0'],
    ['3.0.3', '3.0'],
    ['3.1.1', '3.1'],
    ['3.2.0', '3.2'],
  ])('of a document of %s is %s', (declared, version) => expect(specVersionOf(declared)).toBe(version));
});

function leadsOf(table: MemberTable, kind: string, version: SpecVersion): Record<string, string> {
  const leads: Record<string, string> = {};
  const add = (name: string, member: Member | undefined): void => {
    if (member?.leads === undefined || Object.hasOwn(beyondTheSpecification, `${kind}/${name}`)) return;
    leads[name] = member.leads.kind + { one: '', list: '[]', map: '{}' }[member.leads.as];
  };
  for (const name of Object.keys(table.members)) add(name, findMember(table, name, version));
  add('*', table.others);
  return leads;
}
