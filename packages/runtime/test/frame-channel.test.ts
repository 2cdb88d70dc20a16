import { createServer, connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FrameError, openFrameChannel } from '../src/index.ts';

let folder: string;
let ends: [Socket, Socket];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'frames-'));
  const server = createServer().listen(path.join(folder, 's'));
  await once(server, 'listening');
  const client = connect(path.join(folder, 's'));
  const [accepted] = (await once(server, 'connection')) as [Socket];
  server.close();
  ends = [client, accepted];
});

afterEach(() => {
  for (const end of ends) end.destroy();
  rmSync(folder, { recursive: true, force: true });
});

describe('a channel of frames', () => {
  test.each([0, 1, 65_535, 65_536, 300_000, 20_000_000])('carries %i bytes between two small frames', async (size) => {
    const [sender, receiver] = ends.map((end) => openFrameChannel(end));
    const bytes = Buffer.alloc(size, 'x');
    void (async () => {
      await sender?.send({ n: 1 });
      await sender?.send({ n: 2 }, bytes);
      await sender?.send({ n: 3 });
      ends[0].end();
    })();
    expect(await receiver?.receive()).toEqual({ head: { n: 1 }, bytes: Buffer.alloc(0) });
    const large = await receiver?.receive();
    expect([large?.head, large?.bytes.equals(bytes)]).toEqual([{ n: 2 }, true]);
    expect((await receiver?.receive())?.head).toEqual({ n: 3 });
    expect(await receiver?.receive()).toBeUndefined();
  });

  test('makes a sender wait for its reader', async () => {
    const channel = openFrameChannel(ends[0]);
    let sent = 0;
    const sending = (async () => {
      for (; sent < 100; sent += 1) await channel.send({}, Buffer.alloc(1_000_000));
    })();
    await vi.waitFor(() => expect(ends[0].writableNeedDrain).toBe(true), { timeout: 20_000 });
    expect(sent).toBeLessThan(10);
    ends[1].resume();
    await sending;
    expect(sent).toBe(100);
  });

  test.each([
    ['a head that is too long', Buffer.from([0x7f, 0, 0, 0, 0, 0, 0, 0])],
    ['a frame that is too long', Buffer.from([0, 0, 0, 2, 0x7f, 0, 0, 0])],
    ['a head that is not JSON', Buffer.from('\0\0\0\x01\0\0\0\0{')],
  ])('refuses %s', async (_, bytes) => {
    ends[0].write(bytes);
    await expect(openFrameChannel(ends[1]).receive()).rejects.toThrow(FrameError);
  });

  test('ends with a frame that is cut', async () => {
    ends[0].end(Buffer.from([0, 0, 0, 2, 0, 0, 0, 9, 0x7b, 0x7d]));
    expect(await openFrameChannel(ends[1]).receive()).toBeUndefined();
  });
});
