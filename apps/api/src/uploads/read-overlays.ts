import { isUtf8 } from 'node:buffer';
import type { ImportOverlays } from '@connectory/contract';
import type { UploadedOverlay } from '@connectory/lifecycle';
import { ApiError } from '../http/api-error.ts';
import { writeInPieces } from '../http/write-in-pieces.ts';
import { maxOverlayBytes, overlayTooLarge } from '../overlays/overlay-size.ts';
import { type Part, readPart } from './read-part.ts';

/** Reads the parts `overlay` as text. A worker parses them, with the document. @throws ApiError */
export async function readOverlays(parts: readonly Part[]): Promise<readonly UploadedOverlay[]> {
  const overlays: UploadedOverlay[] = [];
  for (const part of parts) {
    if (part.bytes > maxOverlayBytes) throw overlayTooLarge();
    const content = await readPart(part);
    if (!isUtf8(content)) throw new ApiError('overlay_invalid', 'The part "overlay" is no text in UTF-8.');
    const text = content.toString('utf8').replaceAll('\0', '\uFFFD');
    overlays.push({ name: nameOf(part.originalname, overlays), text });
  }
  return overlays;
}

/** Reads the member `overlay` of a JSON request, as the parts of an upload are read. @throws ApiError */
export async function readSentOverlays(sent: ImportOverlays = []): Promise<readonly UploadedOverlay[]> {
  const overlays: UploadedOverlay[] = [];
  for (const { name = '', content } of sent) {
    const text = typeof content === 'string' ? content : await writeInPieces(content);
    if (Buffer.byteLength(text) > maxOverlayBytes) throw overlayTooLarge();
    overlays.push({ name: nameOf(name, overlays), text });
  }
  return overlays;
}

/** The name of an overlay in places and messages: that of its file, each once. */
function nameOf(filename: string, others: readonly UploadedOverlay[]): string {
  const wanted = filename.replaceAll(/[^\w.-]/g, '_').slice(0, 100) || 'overlay';
  let name = wanted;
  for (let number = 2; others.some((other) => other.name === name); number += 1) name = `${wanted}-${number}`;
  return name;
}
