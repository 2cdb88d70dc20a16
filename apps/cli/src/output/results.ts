import { createWriteStream, fstatSync, ftruncateSync, readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { isRunByScript } from './command-name.ts';

let output: Writable | undefined;

/** The standard output for a result that programs read. Everything else goes to standard error. */
export function openResults(): Writable {
  const opened = openOutput();
  if (opened === process.stdout && hasBanner())
    process.stderr.write('npm wrote lines of its own to standard output: use "npx connectory" or "npm run -s".\n');
  return opened;
}

/** Writes a result that programs read, and waits until it is written. @param value text is written as it is */
export function writeJson(value: unknown): Promise<void> {
  return writeChunk(openResults(), `${typeof value === 'string' ? value : JSON.stringify(value)}\n`);
}

/** Writes a result for people, and waits until it is written. */
export function writeResult(text: string): Promise<void> {
  return writeChunk(openOutput(), text);
}

/** Writes a piece of a result, and waits until it is written. */
export function writeChunk(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

function openOutput(): Writable {
  return (output ??= openWithoutBanner());
}

/** Whether npm wrote two lines about the script. With `--json` of its own it writes them to standard error. */
function hasBanner(): boolean {
  const { npm_config_json: json = '', npm_config_loglevel: level } = process.env;
  return isRunByScript() && !process.stdout.isTTY && json === '' && level !== 'silent';
}

/**
 * `npm run` writes two lines about the script to standard output. A file that has nothing else is emptied, so that it will contain the
 * result alone. Lines in a pipe cannot be taken back.
 */
function openWithoutBanner(): Writable {
  if (!hasBanner()) return process.stdout;
  try {
    if (fstatSync(1).isFile() && /^\n> connectory@\S+ \w+\n> .*\n\n$/.test(readFileSync('/proc/self/fd/1', 'utf8'))) {
      ftruncateSync(1, 0);
      // At an explicit position, because the one that this process has got is behind the banner.
      return createWriteStream('', { fd: 1, start: 0, autoClose: false });
    }
  } catch {
    // Not Linux, or a file that its owner alone may read.
  }
  return process.stdout;
}
