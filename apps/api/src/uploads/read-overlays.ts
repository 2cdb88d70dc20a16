import { isUtf8 } from 'node:buffer';
import type { UploadedOverlay } from '@connectory/lifecycle';
import { ApiError } from '../http/api-error.ts';
import { maxOverlayBytes, overlayTooLarge } from '../overlays/overlay-size.ts';
import { type Part, readPart } from './read-part.ts';

/** Reads the parts `overlay` as text. A worker parses them, with the document. @throws ApiError */
export async function readOverlays(parts: readonly Part[]): Promise<readonly UploadedOverlay[]> {
  const overlays: UploadedOverlay[] = [];
  for (const part of parts) {
    if (part.bytes > maxOverlayBytes) throw overlayTooLarge();
    const content = await readPart(part);
    if (!isUtf8(content)) throw new ApiError('overlay_invalid', 'The part "overlay" is no text in UTF-8.');
    overlays.push({ name: nameOf(part, overlays), text: content.toString('utf8').replaceAll('\0', '\uFFFD') });
  }
  return overlays;
}

/** The name of an overlay in places and messages: that of its file, each once. */
function nameOf({ originalname }: Part, others: readonly UploadedOverlay[]): string {
  const name = originalname.replaceAll(/[^\w.-]/g, '_').slice(0, 100) || 'overlay';
  return others.some((other) => other.name === name) ? `${name}-${others.length + 1}` : name;
}
