import { setImmediate as nextTurn } from 'node:timers/promises';

/** Characters that are written at a time. Other requests go on in between. */
const defaultPieceChars = 64 * 1024;

/**
 * Writes a value of `parseInPieces` as `JSON.stringify` does, and lets other requests go on after each piece. Texts and numbers are never
 * divided.
 */
export async function writeInPieces(value: unknown, pieceChars = defaultPieceChars): Promise<string> {
  const written: string[] = [];
  let chars = 0;
  for (const token of tokensOf(value)) {
    written.push(token);
    chars += token.length;
    if (chars < pieceChars) continue;
    chars = 0;
    await nextTurn();
  }
  return written.join('');
}

/** An object or array whose members are being written. */
interface Frame {
  readonly members: object;
  /** Undefined for an array. */
  readonly keys: readonly string[] | undefined;
  readonly count: number;
  next: number;
}

/** Keeps its own stack: nested generators would pass each token through all levels above it. */
function* tokensOf(root: unknown): Generator<string, void, undefined> {
  if (!isContainer(root)) {
    yield JSON.stringify(root);
    return;
  }
  const open: Frame[] = [];
  let frame: Frame | undefined = frameOf(root);
  yield frame.keys === undefined ? '[' : '{';
  while (frame !== undefined) {
    if (frame.next === frame.count) {
      yield frame.keys === undefined ? ']' : '}';
      frame = open.pop();
      continue;
    }
    const key = frame.keys?.[frame.next];
    const separator = frame.next === 0 ? '' : ',';
    const value: unknown = Reflect.get(frame.members, key ?? String(frame.next));
    frame.next += 1;
    yield key === undefined ? separator : `${separator}${JSON.stringify(key)}:`;
    if (isContainer(value)) {
      open.push(frame);
      frame = frameOf(value);
      yield frame.keys === undefined ? '[' : '{';
    } else yield JSON.stringify(value);
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function frameOf(members: object): Frame {
  if (Array.isArray(members)) return { members, keys: undefined, count: members.length, next: 0 };
  const keys = Object.keys(members);
  return { members, keys, count: keys.length, next: 0 };
}
