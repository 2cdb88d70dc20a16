import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CliError } from '../errors/cli-error.ts';
import { userPath } from '../output/command-name.ts';
import type { CheckTask } from './checked-file.ts';

export interface FoundDocument {
  /** For people. */
  readonly file: string;
  readonly filename: string;
  readonly source: CheckTask['source'];
}

const extensions = new Set(['.json', '.yaml', '.yml']);

/** Finds the documents that the arguments name: files, folders with JSON and YAML files, and `-` for standard input. */
export async function findDocuments(args: readonly string[]): Promise<readonly FoundDocument[]> {
  const found: FoundDocument[] = [];
  for (const argument of args) {
    if (argument === '-') found.push(await readStandardInput());
    else for (const file of await listFiles(argument)) found.push(describeFile(file));
  }
  if (found.length === 0) throw new CliError(`There is no JSON or YAML file in ${args.join(', ')}.`, 2);
  return found;
}

function describeFile(file: string): FoundDocument {
  return { file: file.split(path.sep).join('/'), filename: path.basename(file), source: { path: userPath(file) } };
}

async function readStandardInput(): Promise<FoundDocument> {
  const bytes = await buffer(process.stdin);
  return { file: '-', filename: 'standard input', source: { base64: bytes.toString('base64') } };
}

/** A named file may have any extension. */
async function listFiles(argument: string): Promise<readonly string[]> {
  const found = await stat(userPath(argument)).catch(() => undefined);
  if (found === undefined) throw new CliError(`${argument}: file not found. Check the path.`, 2);
  if (!found.isDirectory()) return [argument];
  const entries = await readdir(userPath(argument), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && extensions.has(path.extname(entry.name).toLowerCase()))
    .map((entry) => path.join(argument, path.relative(userPath(argument), path.join(entry.parentPath, entry.name))))
    .filter((file) => !file.split(path.sep).includes('node_modules') || argument.includes('node_modules'))
    .toSorted();
}
