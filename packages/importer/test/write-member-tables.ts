import type { Fate, Member, MemberTables } from '../src/members/member-table.ts';

/** What becomes of a member, for readers of the documentation. */
const fates: { readonly [name in Fate]: string } = {
  mapped: 'a field',
  followed: 'entities, or parts of one',
  rule: 'by a rule',
  kept: 'kept',
};

/** The member tables of one generation of the specification, in Markdown: all members that are not merely kept. */
export function writeMemberTables(tables: MemberTables): string {
  const rows = Object.entries(tables).flatMap(([kind, { members, others }]) => [
    ...Object.entries(members).flatMap(([name, member]) => rowOf(kind, `\`${name}\``, member)),
    ...(others === undefined ? [] : rowOf(kind, 'each entry', others)),
  ]);
  return ['| object | member | becomes | details |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function rowOf(kind: string, name: string, { fate, to, versions }: Member): readonly string[] {
  if (fate === 'kept' && to === undefined) return [];
  const details = [to, versions === undefined ? undefined : `only ${versions.join(', ')}`].filter(
    (part) => part !== undefined,
  );
  return [`| ${kind} | ${name} | ${fates[fate]} | ${details.join('; ').replaceAll('|', '\\|')} |`];
}

/** Replaces the text between the markers `<!-- name -->` and `<!-- /name -->` of a page. @throws if a marker is missing */
export function fillMarkers(page: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no markers ${start} and ${end}`);
  return `${page.slice(0, from + start.length)}\n\n${text}\n\n${page.slice(to)}`;
}
