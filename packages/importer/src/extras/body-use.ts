import type { BodyUse } from '../definitions/definition-registry.ts';
import { capitalise } from '../names/names.ts';
import { type Place, pointerOf } from '../place/place.ts';
import { type Homes, homeOf, keyWithin } from '../shape/document-shape.ts';
import { nameOfPlace } from '../schemas/schema-place.ts';

/** A media type as definitions list it: in lower case, without parameters. */
export function bareMediaType(mediaType: string): string {
  const end = mediaType.indexOf(';');
  return (end < 0 ? mediaType : mediaType.slice(0, end)).trim().toLowerCase() || '*/*';
}

/** The name under which a body is shared in `components`, so that its inline schemas are named after it and not after one of its users. */
export function sharedBodyName(place: Place, homes: Homes): string | undefined {
  // Shared bodies stand near the root; most others stand deeper, and need no pointer to tell.
  if (place.parent?.parent?.parent?.parent !== undefined) return undefined;
  const pointer = pointerOf(place);
  const response = keyWithin(homeOf(homes, 'responses'), pointer);
  if (response?.inside.length === 0) return `${capitalise(response.key)}Response`;
  const body = keyWithin(homeOf(homes, 'requestBodies'), pointer);
  return body?.inside.length === 0 ? `${capitalise(body.key)}Request` : undefined;
}

/** The naming of an inline schema of extras that no operation has mapped. @param place the place of `schema` within its media type. */
export function bodyUseAt(place: Place, homes: Homes): BodyUse {
  const media = place.parent ?? place;
  const body = media.parent?.parent ?? media;
  const name = sharedBodyName(body, homes) ?? nameOfPlace(place);
  return { mediaType: bareMediaType(String(media.token)), name };
}
