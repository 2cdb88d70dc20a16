import type { Coverage, CoverageCount, CoverageKind } from '../model/connector-model.ts';
import type { MessageCollector } from './message-collector.ts';

/** Counts which entities of the document were imported. The counts balance by construction. */
export interface CoverageCounter {
  /**
   * Maps one entity and counts it. `undefined` counts as not imported. An entity during whose mapping a warning or
   * error was reported counts as changed, one with infos alone as noted. Calls may be nested.
   */
  count<Part>(kind: CoverageKind, map: () => Part | undefined): Part | undefined;
  /** Counts an entity that is not imported. @param reportedBefore the number of reports before those that say why. */
  refuse(kind: CoverageKind, reportedBefore: number): void;
  finish(): Coverage;
}

/**
 * Called when a part is not imported and no message says so, which is a defect. An import goes on, because the coverage still counts the
 * part. Tests throw.
 */
export const silentLoss: { found: (kind: CoverageKind) => void } = { found: () => undefined };

type MutableCount = { -readonly [Key in keyof CoverageCount]: number };

export function createCoverageCounter(messages: MessageCollector): CoverageCounter {
  const zero = (): MutableCount => ({
    inDocument: 0,
    asWritten: 0,
    withMessage: 0,
    notImported: 0,
    noted: 0,
    changed: 0,
  });
  const counts = {
    operations: zero(),
    parameters: zero(),
    bodies: zero(),
    responses: zero(),
    schemas: zero(),
    securitySchemes: zero(),
    webhooks: zero(),
    callbacks: zero(),
  };
  const refuse = (kind: CoverageKind, reportedBefore: number): void => {
    counts[kind].inDocument += 1;
    counts[kind].notImported += 1;
    if (messages.reported === reportedBefore) silentLoss.found(kind);
  };
  return {
    refuse,
    count: (kind, map) => {
      const { reported, changes } = messages;
      const part = map();
      if (part === undefined) {
        refuse(kind, reported);
        return part;
      }
      const count = counts[kind];
      count.inDocument += 1;
      if (messages.reported === reported) count.asWritten += 1;
      else {
        count.withMessage += 1;
        count[messages.changes > changes ? 'changed' : 'noted'] += 1;
      }
      return part;
    },
    finish: () => counts,
  };
}
