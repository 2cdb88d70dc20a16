import pg from 'pg';

/**
 * `COPY … FROM STDIN` as a query of pg's client. The rows are sent right after the statement, without waiting for the server's request. A
 * server that rejects the statement discards them (PostgreSQL manual, "COPY Operations").
 */
export class CopyIn extends pg.Query {
  /** Resolves once the rows are stored, within their transaction; rejects with the error of the server. */
  readonly stored: Promise<void>;
  /** Called by pg at the end of the query. */
  callback: ((error: Error | null) => void) | undefined;

  constructor(table: string, columns: readonly string[]) {
    super(`copy ${table} (${columns.join(', ')}) from stdin with (format binary)`);
    this.stored = new Promise((resolve, reject) => {
      this.callback = (error) => (error === null ? resolve() : reject(error));
    });
  }

  /** The server requests the rows, which are already on their way. */
  handleCopyInResponse(): void {}
}

/** Header of a CopyData message. @param bytes size of its rows. */
export function copyDataHeader(bytes: number): Buffer {
  return message('d', bytes);
}

/** CopyDone message: all rows were sent. */
export const copyDone = message('c', 0);

/** CopyFail message: makes the statement fail, after an error while producing rows. */
export const copyFail = Buffer.concat([message('f', 1), Buffer.from([0])]);

/** A protocol message begins with a letter and a length, which counts itself but not the letter (PostgreSQL manual, "Message Formats"). */
function message(letter: string, bytes: number): Buffer {
  const header = Buffer.allocUnsafe(5);
  header.write(letter, 'latin1');
  header.writeInt32BE(4 + bytes, 1);
  return header;
}
