import { findFileReferences } from '@connectory/document';
import { createVersionSource, type PackedPlaces } from '@connectory/encoding';
import { countSchemaChars, type VersionSource } from '@connectory/lifecycle';
import type { FrameChannel } from '@connectory/runtime';
import type { ChildCalls, MapInput, OnProgress, PartHead, ReplyPart } from './child-calls.ts';
import { mapDocument } from './map-document.ts';

export type ChildCall = {
  readonly [Name in keyof ChildCalls]: { call: Name; args: ChildCalls[Name] };
}[keyof ChildCalls];

/** The model of the last document, for as long as its version is being written. */
let source: VersionSource | undefined;

/** Does the work of one call, and sends the parts of its reply. */
export async function answerCall(channel: FrameChannel, call: ChildCall): Promise<void> {
  switch (call.call) {
    case 'references':
      return sendJson(channel, 'references', findFileReferences(call.args.document, call.args.limits));
    case 'map':
      return map(channel, call.args);
    case 'plan':
      return plan(channel, call.args);
    case 'rows':
      for await (const { table, bytes } of held().rows(call.args.versionId, call.args.unknownSchemas))
        await channel.send({ part: 'rows', table } satisfies PartHead, bytes);
      return;
    case 'forget':
      source = undefined;
  }
}

function held(): VersionSource {
  if (source === undefined) throw new Error('no document is mapped');
  return source;
}

async function map(channel: FrameChannel, input: MapInput): Promise<void> {
  source = undefined;
  const mapped = await mapDocument(input, throttleProgress(channel, input.reportStages));
  const { timings, places } = mapped;
  if (!mapped.ok) {
    const { error, openapi, messages } = mapped;
    await sendJson(channel, 'failure', { error, openapi, timings });
    await sendText(channel, 'messages', JSON.stringify(messages));
    return sendPlaces(channel, places);
  }
  const { model, maxOutputBytes, overlays } = mapped;
  source = createVersionSource(model, { maxBodyChars: maxOutputBytes - countSchemaChars(model) });
  const { messages, ...ofModel } = source.facts;
  const facts = overlays === undefined ? ofModel : { ...ofModel, overlays };
  await sendJson(channel, 'facts', { facts, counts: messages.counts, maxOutputBytes, timings });
  await sendText(channel, 'messages', messages.json);
  await sendPlaces(channel, places);
}

async function sendPlaces(channel: FrameChannel, places: PackedPlaces | undefined): Promise<void> {
  if (places === undefined) return;
  await sendJson(channel, 'listing', places.listing);
  await channel.send({ part: 'places' } satisfies PartHead, Buffer.concat(places.pieces));
}

async function plan(channel: FrameChannel, { standing, maxDiffBytes, edits }: ChildCalls['plan']): Promise<void> {
  const { diff, ...planned } = await held().plan(standing, { maxDiffBytes, edits });
  const { entriesJson = '', ...rest } = diff ?? {};
  await sendJson(channel, 'plan', { ...planned, diff: diff && rest });
  await sendText(channel, 'entries', entriesJson);
}

function sendJson(channel: FrameChannel, part: ReplyPart, value: unknown): Promise<void> {
  return sendText(channel, part, JSON.stringify(value));
}

function sendText(channel: FrameChannel, part: ReplyPart, text: string): Promise<void> {
  return channel.send({ part } satisfies PartHead, Buffer.from(text));
}

/** Minimum time between two progress messages, and before the first. Each wakes the parent, and most imports end sooner. */
const progressIntervalMs = 250;

/** @param reportStages whether the start of each stage is sent at once. */
function throttleProgress(channel: FrameChannel, reportStages: boolean): OnProgress {
  let stage = '';
  let sentAt = performance.now();
  return (progress) => {
    const isNewStage = progress.stage !== stage;
    stage = progress.stage;
    const now = performance.now();
    if (now - sentAt < progressIntervalMs && !(reportStages && isNewStage)) return;
    sentAt = now;
    void sendJson(channel, 'progress', progress);
  };
}
