import { readFile } from 'node:fs/promises';
import { readTree } from '@connectory/document';
import { parseOverlay } from '@connectory/overlay';
import { childExitCodes } from '../children/child-exit-codes.ts';
import { serveReading } from '../children/serve-reading.ts';
import { type OverlayCheck, type OverlayTask, writeCheck } from './overlay-task.ts';

// It parses an overlay of a user, so it has no environment and no database.
serveReading<OverlayTask>(async ({ path, limits, maxBytes }) => {
  const check = checkOverlay(await readFile(path, 'utf8'), limits);
  if (check.ok && Buffer.byteLength(check.contentJson) > maxBytes) return { code: childExitCodes.tooLarge };
  return { code: 0, output: writeCheck(check) };
});

function checkOverlay(text: string, limits: OverlayTask['limits']): OverlayCheck {
  const tree = readTree(text, limits);
  if (!tree.ok) return { ok: false, problems: [{ pointer: '', problem: tree.fault.message }] };
  const parsed = parseOverlay(tree.root);
  if (!parsed.ok) return parsed;
  const actionKeys = parsed.overlay.actions.map(({ key }) => key);
  return { ok: true, contentJson: JSON.stringify(tree.root), actionKeys };
}
