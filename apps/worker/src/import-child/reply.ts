import type { FrameChannel } from '@connectory/runtime';
import type { PartHead, ReplyHead, ReplyPart } from './child-calls.ts';

/** Sends the parts of one reply, in order. */
export interface Reply {
  /** @returns when further parts may follow: a slow reader slows the sender. */
  part(name: ReplyPart, bytes: Uint8Array, table?: string): Promise<void>;
  /** Sends what is left at once, for what the reader must not wait for. */
  flush(): Promise<void>;
  end(threw?: ReplyHead['threw']): Promise<void>;
}

/** Parts are sent together up to this size: most replies are one frame, and each frame wakes the reader. */
const frameBytes = 64 * 1024;

export function openReply(channel: FrameChannel): Reply {
  let parts: PartHead[] = [];
  let pieces: Uint8Array[] = [];
  let size = 0;
  const send = async (rest: Omit<ReplyHead, 'parts'>): Promise<void> => {
    const [only] = pieces;
    const bytes = only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
    const head: ReplyHead = { parts, ...rest };
    [parts, pieces, size] = [[], [], 0];
    await channel.send(head, bytes);
  };
  return {
    part: async (name, bytes, table) => {
      parts.push({ part: name, ...(table === undefined ? {} : { table }), bytes: bytes.length });
      pieces.push(bytes);
      size += bytes.length;
      if (size >= frameBytes) await send({});
    },
    flush: () => send({}),
    end: (threw) => send({ end: true, ...(threw === undefined ? {} : { threw }) }),
  };
}
