import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The files of the image, in a folder. */
export interface ImageFiles {
  readonly app: string;
  readonly dockerfile: string;
  remove(): Promise<void>;
}

/**
 * Makes the files of the image as the Dockerfile does, without a container: the present build, the packages after the Dockerfile's own `npm
 * prune`, and then only what it copies to the image. It needs no network.
 */
export async function buildImageFiles(): Promise<ImageFiles> {
  const dockerfile = await readFile(path.join(root, 'Dockerfile'), 'utf8');
  const folder = await mkdtemp(path.join(tmpdir(), 'connectory-image-'));
  await chmod(folder, 0o755);
  const [build, app] = [path.join(folder, 'build'), path.join(folder, 'app')];
  await Promise.all([mkdir(build), mkdir(app)]);
  const inputs = ['package.json', 'package-lock.json', '.npmrc', 'apps', 'packages', 'prisma', 'node_modules'];
  for (const input of inputs) await copyFast(path.join(root, input), path.join(build, input));
  const [, prune = ''] = /&& (npm prune .*?) && test ! -e node_modules\/prisma/.exec(dockerfile) ?? [];
  await run('sh', ['-c', `${prune} --offline`], { cwd: build });
  const [, remove = ''] = /&& (rm -rf .+)$/m.exec(dockerfile) ?? [];
  await run('sh', ['-c', remove], { cwd: build });
  for (const [, name = ''] of dockerfile.matchAll(/^COPY --from=build \/app\/(\S+) \.\/\1?$/gm))
    await rename(path.join(build, name), path.join(app, name));
  await rm(build, { recursive: true });
  return { app, dockerfile, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Hard links are enough: nothing here writes to the files. Other file systems get copies. */
async function copyFast(from: string, to: string): Promise<void> {
  try {
    await run('cp', ['-al', from, to]);
  } catch {
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true, verbatimSymlinks: true });
  }
}
