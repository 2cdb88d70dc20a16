import type { Json } from '@connectory/json';
import type { Change, ChangeClass, Side } from '../model/version-diff.ts';
import type { DiffRule } from '../rules/diff-rule.ts';

/** The sides on which a place is used. */
export interface Sides {
  readonly sent: boolean;
  readonly received: boolean;
}

export const bothSides: Sides = { sent: true, received: true };
export const noSides: Sides = { sent: false, received: false };

export function oneSide(side: Side): Sides {
  return { sent: side === 'sent', received: side === 'received' };
}

export function narrowSides(one: Sides, other: Sides): Sides {
  return { sent: one.sent && other.sent, received: one.received && other.received };
}

export function sideList(sides: Sides): readonly Side[] {
  return [...(sides.sent ? (['sent'] as const) : []), ...(sides.received ? (['received'] as const) : [])];
}

/** A rule that applies, before the sides of its place are known. */
export interface Finding {
  readonly rule: DiffRule;
  readonly at: string;
  /** The sides that the place allows: a read-only property is never sent. */
  readonly sides: Sides;
  /** Whether the place is within `not`, where allowing more means allowing less. */
  readonly flipped: boolean;
  readonly before?: Json | undefined;
  readonly after?: Json | undefined;
}

/** @param used the sides on which the compared entity is used. A change breaks nothing when it is unused. */
export function toChange(finding: Finding, used: Sides): Change {
  const { rule, at, before, after } = finding;
  const change = { code: rule.code, class: classify(finding, used), at };
  return { ...change, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function classify({ rule, sides, flipped }: Finding, used: Sides): ChangeClass {
  const { sent, received } = narrowSides(sides, used);
  const [ofSent, ofReceived] = flipped ? [rule.received, rule.sent] : [rule.sent, rule.received];
  const classes = [...(sent ? [ofSent] : []), ...(received ? [ofReceived] : [])];
  if (classes.length === 0)
    return ofSent === 'annotation' && ofReceived === 'annotation' ? 'annotation' : 'non-breaking';
  return worst(classes);
}

/** The worst of some classes; `annotation` when there are none. */
export function worst(classes: readonly ChangeClass[]): ChangeClass {
  if (classes.includes('breaking')) return 'breaking';
  return classes.includes('non-breaking') ? 'non-breaking' : 'annotation';
}
