import { type FileHandle, open } from 'node:fs/promises';

/** Characters that are written at a time. */
const chunkChars = 64 * 1024;

/** The output of a child amounts to more than its limit. */
export class ChildOutputTooLargeError extends Error {
  override readonly name = 'ChildOutputTooLargeError';
}

/** The file that a child writes. Only its parent reads it, and only once it is complete. */
export class OutputFile {
  readonly #file: FileHandle;
  #left: number;
  #waiting = '';

  private constructor(file: FileHandle, maxBytes: number) {
    this.#file = file;
    this.#left = maxBytes;
  }

  static async create(path: string, maxBytes: number): Promise<OutputFile> {
    return new OutputFile(await open(path, 'wx', 0o600), maxBytes);
  }

  /** @throws ChildOutputTooLargeError */
  async write(text: string): Promise<void> {
    this.#waiting += text;
    if (this.#waiting.length >= chunkChars) await this.#flush();
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#waiting);
    this.#waiting = '';
    this.#left -= bytes.length;
    if (this.#left < 0) throw new ChildOutputTooLargeError();
    for (let start = 0; start < bytes.length; )
      start += (await this.#file.write(bytes, start, bytes.length - start)).bytesWritten;
  }
}
