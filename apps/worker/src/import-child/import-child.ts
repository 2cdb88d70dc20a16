import { deserialize } from 'node:v8';
import { Socket } from 'node:net';
import { dieWithParent, exitWithParent, framesFd, openFrameChannel } from '@connectory/runtime';
import { answerCall, type ChildCall } from './answer-call.ts';
import type { ReplyHead } from './child-calls.ts';
import { openReply, type Reply } from './reply.ts';

// The entry point of an import child: it reads hostile documents, so it has no environment, no database and no network. Documents and rows
// pass through one stream, a call at a time.

exitWithParent(() => process.exit(1));
dieWithParent();
// The parent handles signals to the process group: it drains, then ends its children.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);

const stream = new Socket({ fd: framesFd, readable: true, writable: true });
const channel = openFrameChannel(stream);

async function serve(): Promise<void> {
  for (let frame = await channel.receive(); frame !== undefined; frame = await channel.receive()) {
    const { call } = frame.head as Pick<ChildCall, 'call'>;
    const reply = openReply(channel);
    const threw = await answerSafely(reply, { call, args: deserialize(frame.bytes) });
    if (call !== 'forget') await reply.end(threw);
  }
}

/** @returns what the call threw. */
async function answerSafely(reply: Reply, call: ChildCall): Promise<ReplyHead['threw']> {
  try {
    await answerCall(reply, call);
    return undefined;
  } catch (error) {
    return describeThrown(error);
  }
}

/** Characters of a message or a stack: a frame's head is limited. */
const maxThrownChars = 4_000;

function describeThrown(error: unknown): NonNullable<ReplyHead['threw']> {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { name, message: message.slice(0, maxThrownChars), stack: stack.slice(0, maxThrownChars) };
}

void serve().finally(() => process.exit(0));
