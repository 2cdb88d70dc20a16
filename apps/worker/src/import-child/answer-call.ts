import { findFileReferences } from '@connectory/document';
import { createVersionSource, type PackedPlaces } from '@connectory/encoding';
import { countSchemaChars, type VersionSource } from '@connectory/lifecycle';
import type { ChildCalls, MapInput, OnProgress, ReplyPart } from './child-calls.ts';
import { mapDocument } from './map-document.ts';
import type { Reply } from './reply.ts';

export type ChildCall = {
  readonly [Name in keyof ChildCalls]: { call: Name; args: ChildCalls[Name] };
}[keyof ChildCalls];

/** The model of the last document, for as long as its version is being written. */
let source: VersionSource | undefined;

/** Does the work of one call, and sends the parts of its reply. */
export async function answerCall(reply: Reply, call: ChildCall): Promise<void> {
  switch (call.call) {
    case 'references':
      return sendJson(reply, 'references', findFileReferences(call.args.document, call.args.limits));
    case 'map':
      return map(reply, call.args);
    case 'plan':
      return plan(reply, call.args);
    case 'rows':
      for await (const { table, bytes } of held().rows(call.args.versionId, call.args.unknownSchemas))
        await reply.part('rows', bytes, table);
      return;
    case 'forget':
      source = undefined;
  }
}

function held(): VersionSource {
  if (source === undefined) throw new Error('no document is mapped');
  return source;
}

async function map(reply: Reply, input: MapInput): Promise<void> {
  source = undefined;
  const mapped = await mapDocument(input, throttleProgress(reply, input.reportStages));
  const { timings, places } = mapped;
  if (!mapped.ok) {
    const { error, openapi, messages } = mapped;
    await sendJson(reply, 'failure', { error, openapi, timings });
    await sendText(reply, 'messages', JSON.stringify(messages));
    return sendPlaces(reply, places);
  }
  const { model, maxOutputBytes, overlays } = mapped;
  source = createVersionSource(model, { maxBodyChars: maxOutputBytes - countSchemaChars(model) });
  const { messages, ...ofModel } = source.facts;
  const facts = overlays === undefined ? ofModel : { ...ofModel, overlays };
  await sendJson(reply, 'facts', { facts, counts: messages.counts, maxOutputBytes, timings });
  await sendText(reply, 'messages', messages.json);
  await sendPlaces(reply, places);
}

async function sendPlaces(reply: Reply, places: PackedPlaces | undefined): Promise<void> {
  if (places === undefined) return;
  await sendJson(reply, 'listing', places.listing);
  await reply.part('places', Buffer.concat(places.pieces));
}

async function plan(reply: Reply, { standing, maxDiffBytes, edits }: ChildCalls['plan']): Promise<void> {
  const { diff, ...planned } = await held().plan(standing, { maxDiffBytes, edits });
  const { entriesJson, ...rest } = diff ?? {};
  await sendJson(reply, 'plan', { ...planned, diff: diff && rest });
  if (entriesJson !== undefined) await sendText(reply, 'entries', entriesJson);
}

function sendJson(reply: Reply, part: ReplyPart, value: unknown): Promise<void> {
  return sendText(reply, part, JSON.stringify(value));
}

function sendText(reply: Reply, part: ReplyPart, text: string): Promise<void> {
  return reply.part(part, Buffer.from(text));
}

/** Minimum time between two progress messages, and before the first. Each wakes the parent, and most imports end sooner. */
const progressIntervalMs = 250;

/** @param reportStages whether the start of each stage is sent at once. */
function throttleProgress(reply: Reply, reportStages: boolean): OnProgress {
  let stage = '';
  let sentAt = performance.now();
  return (progress) => {
    const isNewStage = progress.stage !== stage;
    stage = progress.stage;
    const now = performance.now();
    if (now - sentAt < progressIntervalMs && !(reportStages && isNewStage)) return;
    sentAt = now;
    void sendJson(reply, 'progress', progress);
    void reply.flush();
  };
}
