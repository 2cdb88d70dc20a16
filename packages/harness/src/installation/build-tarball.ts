import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Builds and packs the package for users from the present build. @param folder of the result @returns the path of the tarball */
export async function buildTarball(folder: string): Promise<string> {
  const built = path.join(folder, 'built');
  await run(process.execPath, ['tools/build-package.mjs', built], { cwd: root });
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder, built], { cwd: folder });
  return path.join(folder, stdout.trim());
}
