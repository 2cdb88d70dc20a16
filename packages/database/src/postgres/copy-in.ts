import pg from 'pg';

/**
 * `COPY … FROM STDIN` as a query of pg's client. Its rows are sent right behind the statement, without waiting for the server to ask for them: one
 * that will not have them drops them and says why (PostgreSQL manual, "COPY Operations").
 */
export class CopyIn extends pg.Query {
  /** Resolves once the rows are stored, within their transaction; rejects with what the server has against them. */
  readonly stored: Promise<void>;
  /** How pg tells of the end of a query. */
  callback: ((error: Error | null) => void) | undefined;

  constructor(table: string, columns: readonly string[]) {
    super(`copy ${table} (${columns.join(', ')}) from stdin with (format binary)`);
    this.stored = new Promise((resolve, reject) => {
      this.callback = (error) => (error === null ? resolve() : reject(error));
    });
  }

  /** The server asks for what it has been sent. */
  handleCopyInResponse(): void {}
}

/** What precedes a piece of the rows. */
export function copyDataHeader(bytes: number): Buffer {
  return message('d', bytes);
}

/** Says that all rows were sent. */
export const copyDone = message('c', 0);

/** Takes the rows back, when there are no more although there should be: the statement fails. */
export const copyFail = Buffer.concat([message('f', 1), Buffer.from([0])]);

/** A message of the protocol has a letter, and a length that counts itself but not the letter (PostgreSQL manual, "Message Formats"). */
function message(letter: string, bytes: number): Buffer {
  const header = Buffer.allocUnsafe(5);
  header.write(letter, 'latin1');
  header.writeInt32BE(4 + bytes, 1);
  return header;
}
