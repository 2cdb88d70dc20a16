import type { PlaceKind } from '../members/kind-at.ts';
import type { ObjectKind } from '../members/member-table.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import type { Place } from '../place/place.ts';
import { referenceKind } from '../rules/reference-kind.ts';

/** Reports a reference to an object of another kind than the place needs. @param place of the `$ref`. */
export function reportKind(
  reference: string,
  found: PlaceKind,
  expected: ObjectKind,
  place: Place,
  messages: MessageCollector,
): void {
  messages.report(referenceKind, place, `${reference} is of the kind ${found}, not ${expected}`);
}
