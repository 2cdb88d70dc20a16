import type { DocumentMember } from '../version/exported-version.ts';

/** The text of a JSON document, a piece for each member, indented as `JSON.stringify(document, null, 2)` would. */
export async function* writeJson(members: AsyncIterable<DocumentMember>): AsyncGenerator<string> {
  let open: readonly string[] = [];
  let isFirst = true;
  yield '{';
  for await (const { keys, value } of members) {
    const parents = keys.slice(0, -1);
    const common = commonLength(open, parents);
    let text = closing(open, common);
    // A parent that has just been opened has no member before.
    let needsComma = !isFirst;
    for (let level = common; level < parents.length; level += 1) {
      text += `${needsComma ? ',' : ''}${line(level + 1)}${JSON.stringify(parents[level])}: {`;
      needsComma = false;
    }
    const body = JSON.stringify(value, null, 2).replaceAll('\n', line(keys.length));
    yield `${text}${needsComma ? ',' : ''}${line(keys.length)}${JSON.stringify(keys.at(-1))}: ${body}`;
    open = parents;
    isFirst = false;
  }
  yield `${closing(open, 0)}${isFirst ? '' : '\n'}}\n`;
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

function closing(open: readonly string[], keep: number): string {
  let text = '';
  for (let level = open.length; level > keep; level -= 1) text += `${line(level)}}`;
  return text;
}

function line(level: number): string {
  return `\n${'  '.repeat(level)}`;
}
