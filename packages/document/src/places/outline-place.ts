import type { Json } from '@connectory/importer';

/** A line of a document that is indented anew. */
export interface OutlineLine {
  readonly text: string;
  /** Whether it belongs to the place. */
  readonly isPlace: boolean;
}

/** Most objects and arrays around the place, the innermost ones. */
const maxLevels = 16;
/** Most lines of the place itself. */
const maxPlaceLines = 24;
/** Members or items that are shown before the place, and after it. */
const maxNeighbours = 2;
/** Most characters of a name or a text. */
const maxTextChars = 120;

/**
 * Writes a place of a document with an indentation of its own: the objects and arrays around it, what stands beside it, and its value.
 * `…` stands for what is left out. The result is bounded.
 * @param tokens of a JSON Pointer
 * @returns undefined if there is no such place
 */
export function outlinePlace(root: Json, tokens: readonly string[]): readonly OutlineLine[] | undefined {
  const before: OutlineLine[] = [];
  const after: (readonly OutlineLine[])[] = [];
  let value = root;
  let label = '';
  const skipped = Math.max(tokens.length - maxLevels, 0);
  for (const [level, token] of tokens.entries()) {
    const child = isContainer(value) ? childOf(value, token) : undefined;
    if (!isContainer(value) || child === undefined) return undefined;
    const indent = '  '.repeat(Math.max(level - skipped, 0));
    if (level >= skipped) {
      const around = neighbours(value, token, `${indent}  `, level === tokens.length - 1 ? maxNeighbours : 0);
      before.push(outside(`${indent}${label}${opening(value)}`), ...around.before);
      after.push([...around.after, outside(`${indent}${closing(value)}${level === skipped ? '' : ','}`)]);
    }
    label = labelOf(value, token);
    value = child;
  }
  const indent = '  '.repeat(tokens.length - skipped);
  const lines = valueLines(value, `${indent}${label}`, indent, { left: maxPlaceLines });
  const end = tokens.length === 0 ? '' : ',';
  const place = lines.map((text, index) => ({ text: index === lines.length - 1 ? text + end : text, isPlace: true }));
  return withoutLastCommas([...before, ...place, ...after.reverse().flat()]);
}

/** No comma stands before a closing bracket. */
function withoutLastCommas(lines: readonly OutlineLine[]): readonly OutlineLine[] {
  return lines.map((line, index) => {
    const next = lines[index + 1]?.text.trimStart();
    const isLast = next?.startsWith('}') === true || next?.startsWith(']') === true;
    return isLast && line.text.endsWith(',') ? { ...line, text: line.text.slice(0, -1) } : line;
  });
}

type Container = readonly Json[] | { readonly [key: string]: Json };

function isContainer(value: Json): value is Json & Container {
  return typeof value === 'object' && value !== null;
}

function childOf(value: Container, token: string): Json | undefined {
  return Object.hasOwn(value, token) ? (Object.getOwnPropertyDescriptor(value, token)?.value as Json) : undefined;
}

const opening = (value: Container): string => (Array.isArray(value) ? '[' : '{');
const closing = (value: Container): string => (Array.isArray(value) ? ']' : '}');

function outside(text: string): OutlineLine {
  return { text, isPlace: false };
}

/** The members nearest to a member, at most `most` on each side, and the number of the others. */
function neighbours(value: Container, token: string, indent: string, most: number) {
  const keys = Object.keys(value);
  const place = keys.indexOf(token);
  const first = Math.max(place - most, 0);
  const show = (shown: readonly string[]): readonly OutlineLine[] =>
    shown.map((key) => outside(`${indent}${labelOf(value, key)}${onOneLine(childOf(value, key) ?? null)},`));
  const more = (count: number): readonly OutlineLine[] =>
    count === 0 ? [] : [outside(`${indent}… ${counted(count, value)}`)];
  return {
    before: [...more(first), ...show(keys.slice(first, place))],
    after: [...show(keys.slice(place + 1, place + 1 + most)), ...more(Math.max(keys.length - place - 1 - most, 0))],
  };
}

function labelOf(value: Container, key: string): string {
  return Array.isArray(value) ? '' : `${textOf(key)}: `;
}

function counted(count: number, value: Container): string {
  const noun = Array.isArray(value) ? 'item' : 'member';
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function onOneLine(value: Json): string {
  if (!isContainer(value)) return scalarText(value);
  const count = Object.keys(value).length;
  if (count === 0) return `${opening(value)}${closing(value)}`;
  return `${opening(value)} … ${counted(count, value)} ${closing(value)}`;
}

/** The lines of a value, as many as are left. Each container takes at least three. */
function valueLines(value: Json, label: string, indent: string, budget: { left: number }): readonly string[] {
  if (!isContainer(value) || Object.keys(value).length === 0 || budget.left < 3) {
    budget.left -= 1;
    return [`${label}${onOneLine(value)}`];
  }
  budget.left -= 2;
  const lines = [`${label}${opening(value)}`];
  const keys = Object.keys(value);
  for (const [index, key] of keys.entries()) {
    if (budget.left < 1) {
      lines.push(`${indent}  … ${counted(keys.length - index, value)}`);
      break;
    }
    const inner = valueLines(childOf(value, key) ?? null, `${indent}  ${labelOf(value, key)}`, `${indent}  `, budget);
    const end = index === keys.length - 1 ? '' : ',';
    for (const [place, line] of inner.entries()) lines.push(place === inner.length - 1 ? line + end : line);
  }
  lines.push(`${indent}${closing(value)}`);
  return lines;
}

function scalarText(value: Json): string {
  return typeof value === 'string' ? textOf(value) : JSON.stringify(value);
}

/** A text in quotes, cut if it is long. */
function textOf(text: string): string {
  if (text.length <= maxTextChars) return JSON.stringify(text);
  return `${JSON.stringify(text.slice(0, maxTextChars)).slice(0, -1)}…"`;
}
