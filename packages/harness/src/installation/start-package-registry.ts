import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { tarEnd, tarFile } from './tar-file.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export interface PackageRegistry {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a registry of npm packages that serves the packages of this repository's `node_modules`, each in its installed version. */
export async function startPackageRegistry(): Promise<PackageRegistry> {
  const server = createServer((request, response) => {
    serve(request.url ?? '', url, response).catch(() => response.writeHead(404).end('{}'));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, stop };
}

/** Serves `/NAME`, a description of a package, and `/NAME.tgz`. */
async function serve(target: string, url: string, response: ServerResponse): Promise<void> {
  const name = decodeURIComponent(target.slice(1).split('?')[0] ?? '');
  const isTarball = name.endsWith('.tgz');
  const folder = path.join(root, 'node_modules', isTarball ? name.slice(0, -'.tgz'.length) : name);
  if (!existsSync(folder)) throw new Error(`${name} is not installed`);
  if (!isTarball) return void response.end(JSON.stringify(await describePackage(folder, `${url}${target}.tgz`)));
  for await (const piece of packFolder(folder)) response.write(piece);
  response.end(tarEnd);
}

async function describePackage(folder: string, tarball: string): Promise<object> {
  const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const { name, version } = manifest as { readonly name: string; readonly version: string };
  const described = { ...(manifest as object), dist: { tarball } };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: described } };
}

/** As published: without the links that an install script made. */
async function* packFolder(folder: string): AsyncGenerator<Buffer> {
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const source = path.join(file.parentPath, file.name);
    const name = path.relative(folder, source).split(path.sep).join('/');
    if (name.startsWith('node_modules/')) continue;
    yield tarFile(`package/${name}`, await readFile(source), (await stat(source)).mode % 0o1000);
  }
}
