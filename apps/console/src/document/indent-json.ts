import { createPlaceTracker } from './place-tracker.ts';

/** Lines of a document that is indented anew, with those of one place. */
export interface IndentedDocument {
  readonly lines: readonly string[];
  /** Indexes of the first and the last line of the place; undefined if the document has no such place. */
  readonly place?: readonly [number, number] | undefined;
}

/** Tokens between two pauses. */
const tokensPerPause = 20_000;

/**
 * Indents JSON text anew, in one pass. It is not parsed into values, so that numbers and keys stay as written. It pauses (`yield`) so that the
 * page can be used meanwhile.
 * @param pointer JSON Pointer of the place.
 * @returns undefined for text that is no JSON.
 */
export function* indentJson(text: string, pointer: string): Generator<void, IndentedDocument | undefined> {
  const tokens = /[\s\uFEFF]*(?:([{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"\uFEFF]+)|$)/gy;
  const writer = createWriter(pointer);
  for (let count = 1; tokens.lastIndex < text.length; count += 1) {
    const found = tokens.exec(text);
    if (found === null || (found[1] !== undefined && !writer.write(found[1]))) return undefined;
    if (count % tokensPerPause === 0) yield;
  }
  return writer.end();
}

interface Container {
  readonly isArray: boolean;
  /** Members so far. */
  count: number;
}

function createWriter(pointer: string) {
  const lines: string[] = [];
  let line = '';
  const open: Container[] = [];
  /** Whether the key of a member was written, and its value follows. */
  let hasKey = false;
  const tracker = createPlaceTracker(pointer);

  const beginMember = (container: Container, name: string): void => {
    lines.push(line);
    line = '  '.repeat(open.length);
    container.count += 1;
    tracker.enter(name, { depth: open.length, line: lines.length });
  };
  const beginValue = (): void => {
    const container = open.at(-1);
    if (container?.isArray === true) beginMember(container, String(container.count));
    hasKey = false;
  };
  const endMember = (): void => tracker.leave({ depth: open.length, line: lines.length });

  return {
    /** @returns false if no such token may follow. */
    write: (token: string): boolean => {
      const container = open.at(-1);
      if (token === '}' || token === ']') {
        if (container === undefined) return false;
        endMember();
        open.pop();
        if (container.count > 0) {
          lines.push(line);
          line = '  '.repeat(open.length);
        }
      } else if (token === ',') endMember();
      else if (token === ':') {
        line += ': ';
        return true;
      } else if (container?.isArray === false && !hasKey) {
        beginMember(container, parseKey(token));
        hasKey = true;
      } else {
        beginValue();
        if (token === '{' || token === '[') open.push({ isArray: token === '[', count: 0 });
      }
      line += token;
      return true;
    },
    end: (): IndentedDocument | undefined =>
      open.length > 0 ? undefined : { lines: [...lines, line], place: tracker.place() },
  };
}

function parseKey(text: string): string {
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
