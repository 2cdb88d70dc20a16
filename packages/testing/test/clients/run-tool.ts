import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const toolsFolder = fileURLToPath(new URL('../../../../clients/node_modules', import.meta.url));

/** The tools have their own lockfile, so that users do not install them. CI requires them. */
export const toolsMissing = !existsSync(toolsFolder) && process.env['REQUIRE_CLIENTS'] !== '1';

/** Path of a file of a tool's package. */
export function toolFile(file: string): string {
  return path.join(toolsFolder, file);
}

/** Runs the program of a tool. @throws with its output when it fails */
export async function runTool(file: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [toolFile(file), ...args], { cwd });
  return stdout + stderr;
}
