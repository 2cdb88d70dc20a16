import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CliError } from '../errors/cli-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { userPath } from '../output/command-name.ts';
import type { CheckTask } from './checked-file.ts';

export interface FoundDocument {
  /** For people. */
  readonly file: string;
  readonly filename: string;
  readonly source: CheckTask['source'];
  /** Whether it was found in a folder. A folder has other files too, such as settings and schemas that documents refer to. */
  readonly isInFolder?: boolean;
}

const extensions = new Set(['.json', '.yaml', '.yml']);

/** Finds the documents that the arguments name: files, folders with JSON and YAML files, and `-` for standard input. */
export async function findDocuments(args: readonly string[]): Promise<readonly FoundDocument[]> {
  const found: FoundDocument[] = [];
  for (const argument of args) {
    if (argument === '-') found.push(await readStandardInput());
    else found.push(...(await listFiles(argument)));
  }
  if (found.length === 0) throw new CliError(`There is no JSON or YAML file in ${args.join(', ')}.`, 2);
  return found;
}

function describeFile(file: string, isInFolder: boolean): FoundDocument {
  return {
    isInFolder,
    file: file.split(path.sep).join('/'),
    filename: path.basename(file),
    source: { path: userPath(file) },
  };
}

async function readStandardInput(): Promise<FoundDocument> {
  const bytes = await buffer(process.stdin);
  return { file: '-', filename: 'standard input', source: { base64: bytes.toString('base64') } };
}

/** A named file may have any extension. */
async function listFiles(argument: string): Promise<readonly FoundDocument[]> {
  const found = await stat(userPath(argument)).catch(() => undefined);
  if (found === undefined) throw new CliError(`${argument}: file not found. Check the path.`, 2);
  if (!found.isDirectory()) return [describeFile(argument, false)];
  const entries = await readdir(userPath(argument), { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      throw new CliError(`${argument}: the folder cannot be read: ${reasonOf(error)}. Change its permissions.`, 2);
    },
  );
  return entries
    .filter((entry) => entry.isFile() && extensions.has(path.extname(entry.name).toLowerCase()))
    .map((entry) => path.relative(userPath(argument), path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.split(path.sep).some((part) => part === 'node_modules' || part.startsWith('.')))
    .toSorted()
    .map((file) => describeFile(path.join(argument, file), true));
}
