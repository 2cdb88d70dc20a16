/** Longer heads are passed on as they are: the parser refuses them. */
const maxHeadBytes = 16 * 1024;

const headEnd = Buffer.from('\r\n\r\n');

/** Changes a multipart body piece by piece. */
export interface BodyRewriter {
  /** @returns what is known to be final so far; it may be empty. */
  push(chunk: Buffer): Buffer;
  /** @returns the rest, at the end of the body. */
  end(): Buffer;
}

/**
 * Gives a file name to a part that has none. Clients such as axios send a buffer or a text without one. The parser would drop the buffer, and
 * keep the text in memory as a field.
 * @param contentType the header of the request; without a boundary nothing is changed.
 */
export function createPartNamer(contentType: string, part: string, filename: string): BodyRewriter {
  const boundary = readBoundary(contentType);
  if (boundary === undefined) return { push: (chunk) => chunk, end: () => Buffer.alloc(0) };
  const delimiter = Buffer.from(`\r\n--${boundary}\r\n`);
  // The first delimiter may begin the body, without a line break before it.
  let held: Buffer = Buffer.from('\r\n');
  let unsent = held.length;
  let isHead = false;
  const take = (length: number): Buffer => {
    const taken = held.subarray(unsent, length);
    unsent = Math.max(0, unsent - length);
    held = held.subarray(length);
    return taken;
  };
  const advance = (): Buffer | undefined => {
    if (isHead) {
      const end = held.indexOf(headEnd);
      if (end < 0 && held.length <= maxHeadBytes) return undefined;
      isHead = false;
      if (end < 0) return take(held.length);
      const head = take(end + headEnd.length).toString('latin1');
      return Buffer.from(nameHead(head, part, filename), 'latin1');
    }
    const at = held.indexOf(delimiter);
    if (at < 0) return undefined;
    isHead = true;
    return take(at + delimiter.length);
  };
  return {
    push: (chunk) => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const final: Buffer[] = [];
      for (let piece = advance(); piece !== undefined; piece = advance()) final.push(piece);
      if (!isHead) final.push(take(startOfRest(held, delimiter)));
      const [only] = final;
      // Most chunks are a part of the document, and need no copy.
      return final.length === 1 && only !== undefined ? only : Buffer.concat(final);
    },
    end: () => take(held.length),
  };
}

const carriageReturn = 13;

/** The end of what was received may be the beginning of a delimiter, which begins with a line break. @returns where that may be. */
function startOfRest(received: Buffer, delimiter: Buffer): number {
  const start = received.indexOf(carriageReturn, Math.max(0, received.length - delimiter.length + 1));
  return start < 0 ? received.length : start;
}

function readBoundary(contentType: string): string | undefined {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]+)"|([^\s";]+))/i.exec(contentType) ?? [];
  return quoted ?? bare;
}

/** Adds the file name to the Content-Disposition of the part, unless it has one. */
function nameHead(head: string, part: string, filename: string): string {
  return head
    .split('\r\n')
    .map((line) => (isUnnamed(line, part) ? `${line}; filename="${filename}"` : line))
    .join('\r\n');
}

function isUnnamed(line: string, part: string): boolean {
  const [header = '', ...parameters] = line.split(';').map((text) => text.trim().toLowerCase());
  if (!/^content-disposition:\s?form-data$/.test(header)) return false;
  const isPart = parameters.some((text) => text === `name="${part}"` || text === `name=${part}`);
  return isPart && !parameters.some((text) => text.startsWith('filename'));
}
