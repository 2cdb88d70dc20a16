import type { Json } from '@connectory/importer';

/** A text, and the offset of each pointer's key or item. The printer records the offsets, so they depend on no parser. */
export interface Printed {
  readonly text: string;
  readonly offsets: ReadonlyMap<string, number>;
}

/** Draws a whole number from 0 to below `count`. */
export type Draw = (count: number) => number;

interface Sheet {
  text: string;
  readonly offsets: Map<string, number>;
  readonly draw: Draw;
}

/** Prints JSON with random blanks, as RFC 8259 allows. */
export function printJson(value: Json, draw: Draw): Printed {
  const sheet: Sheet = { text: '', offsets: new Map(), draw };
  blank(sheet);
  sheet.offsets.set('', sheet.text.length);
  writeJson(sheet, value, '', 'json');
  blank(sheet);
  return sheet;
}

/** Prints YAML in block style with parts in flow style, comments and blank lines. */
export function printYaml(value: Json, draw: Draw): Printed {
  const sheet: Sheet = { text: draw(3) === 0 ? '# first\n---\n' : '', offsets: new Map(), draw };
  sheet.offsets.set('', sheet.text.length);
  writeBlock(sheet, value, '', 0);
  sheet.text += '\n';
  return sheet;
}

function blank(sheet: Sheet): void {
  const blanks = [' ', '\n', '\r\n', '\t', '  '];
  for (let count = sheet.draw(3); count > 0; count -= 1) sheet.text += blanks[sheet.draw(5)] ?? '';
}

function writeJson(sheet: Sheet, value: Json, pointer: string, style: 'json' | 'flow'): void {
  const gap = (): void => {
    if (style === 'json') blank(sheet);
    else sheet.text += ' '.repeat(sheet.draw(2));
  };
  if (typeof value !== 'object' || value === null) {
    sheet.text += JSON.stringify(value);
    return;
  }
  const isArray = Array.isArray(value);
  sheet.text += isArray ? '[' : '{';
  Object.entries(value).forEach(([key, child], index) => {
    if (index > 0) sheet.text += ',';
    gap();
    const below = `${pointer}/${escape(key)}`;
    sheet.offsets.set(below, sheet.text.length);
    if (!isArray) {
      sheet.text += JSON.stringify(key);
      gap();
      sheet.text += ':';
      gap();
    }
    writeJson(sheet, child, below, style);
    gap();
  });
  sheet.text += isArray ? ']' : '}';
}

/** Writes a node after an existing indent; `indent` is the indent of the node's further lines. */
function writeBlock(sheet: Sheet, value: Json, pointer: string, indent: number, mayFlow = true): void {
  const isEmpty = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  if (isEmpty || (mayFlow && sheet.draw(5) === 0)) {
    writeJson(sheet, value, pointer, 'flow');
    return;
  }
  const isArray = Array.isArray(value);
  Object.entries(value).forEach(([key, child], index) => {
    if (index > 0) nextLine(sheet, indent);
    const below = `${pointer}/${escape(key)}`;
    if (isArray) {
      sheet.text += `-${' '.repeat(1 + sheet.draw(2))}`;
      sheet.offsets.set(below, sheet.text.length);
      writeBlock(sheet, child, below, sheet.text.length - sheet.text.lastIndexOf('\n') - 1);
      return;
    }
    sheet.offsets.set(below, sheet.text.length);
    sheet.text += `${printKey(sheet, key)}${' '.repeat(sheet.draw(2))}:`;
    const nested = typeof child === 'object' && child !== null && Object.keys(child).length > 0;
    if (nested) {
      // A sequence may stand at its key's own indent.
      const deeper = indent + (Array.isArray(child) ? sheet.draw(3) : 1 + sheet.draw(3));
      nextLine(sheet, deeper);
      writeBlock(sheet, child, below, deeper, deeper > indent);
    } else {
      sheet.text += ' ';
      writeJson(sheet, child, below, 'flow');
    }
  });
}

function nextLine(sheet: Sheet, indent: number): void {
  if (sheet.draw(6) === 0) sheet.text += ' # why: "not"';
  if (sheet.draw(6) === 0) sheet.text += `\n${' '.repeat(indent)}# - key: [`;
  sheet.text += `${['\n', '\r\n', '\n\n'][sheet.draw(3)] ?? '\n'}${' '.repeat(indent)}`;
}

function printKey(sheet: Sheet, key: string): string {
  const isPlain = /^[a-zA-Z0-9_/$.-]*[a-zA-Z_/$]$/.test(key) && !key.startsWith('-');
  const style = sheet.draw(3);
  if (isPlain && style === 0) return key;
  if (style === 1 && /^[ -~]*$/.test(key)) return `'${key.replaceAll("'", "''")}'`;
  return JSON.stringify(key);
}

function escape(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
