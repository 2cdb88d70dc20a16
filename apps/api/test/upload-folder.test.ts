import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openUploadFolder } from '../src/uploads/upload-folder.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'upload-folder-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

/** A process id that no system gives. */
const deadPid = 2 ** 30;

async function leave(name: string, hoursAgo: number): Promise<string> {
  const folder = path.join(parent, name);
  await mkdir(folder);
  await writeFile(path.join(folder, 'upload-x.gz'), 'x');
  const at = new Date(Date.now() - hoursAgo * 3_600_000);
  await utimes(folder, at, at);
  return name;
}

test('leftovers of killed processes are removed; folders in use and foreign files stay', async () => {
  const host = hostname();
  const gone = [
    await leave(`connectory-upload-${host}-${deadPid}-aBc123`, 0),
    await leave(`connectory-upload-${host}-${process.pid}-before`, 0),
    await leave('connectory-upload-other-host-7-aBc123', 2),
  ];
  const kept = [
    await leave(`connectory-upload-${host}-${process.ppid}-aBc123`, 0.5),
    await leave(`connectory-upload-other-host-${deadPid}-aBc123`, 0.5),
    await leave('somebody-elses', 100),
  ];
  const removed: string[] = [];
  const onError = (error: Error): never => expect.unreachable(error.message);
  const folder = await openUploadFolder({ parent, onRemoved: (names) => removed.push(...names), onError });
  expect(removed.sort()).toEqual(gone.sort());
  expect((await readdir(parent)).sort()).toEqual([...kept, path.basename(folder.path)].sort());
  await folder.close();
  expect((await readdir(parent)).sort()).toEqual(kept.sort());
});
