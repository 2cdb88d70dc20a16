import { dump } from 'js-yaml';
import type { DocumentMember } from '../version/exported-version.ts';

/** The text of a YAML document, a piece for each member. */
export async function* writeYaml(members: AsyncIterable<DocumentMember>): AsyncGenerator<string> {
  let open: readonly string[] = [];
  for await (const { keys, value } of members) {
    const parents = keys.slice(0, -1);
    let text = '';
    parents.forEach((parent, level) => {
      const isOpen = parents.slice(0, level + 1).every((key, index) => open[index] === key);
      if (!isOpen) text += `${indent(level)}${keyText(parent)}:\n`;
    });
    const member = dump({ [keys.at(-1) ?? '']: value }, { lineWidth: 120, noRefs: true });
    yield text + member.replaceAll(/^(?=.)/gm, indent(parents.length));
    open = parents;
  }
}

function keyText(key: string): string {
  return dump({ [key]: 0 }).replace(/: 0\n$/, '');
}

function indent(level: number): string {
  return '  '.repeat(level);
}
