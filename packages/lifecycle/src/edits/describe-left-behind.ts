import type { Message } from '@connectory/importer';
import { editsLeftBehind } from '../messages/edit-rules.ts';
import { toMessage } from '../messages/to-message.ts';

/** The message about edits that a new version does not take over. */
export function leftBehindMessages(
  left: { readonly version: string; readonly count: number } | undefined,
): readonly Message[] {
  if (left === undefined || left.count === 0) return [];
  return [toMessage(editsLeftBehind, left.count, [`version ${left.version}: editsFrom takes them over`])];
}
