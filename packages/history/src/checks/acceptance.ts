import type { HistoryIndex } from './history-index.ts';
import { describeEnd, hasEnded } from './states.ts';

/** Finds accepted imports that were lost, did not end, or were accepted twice. */
export function findAcceptanceFaults({ accepted, finals }: HistoryIndex): readonly string[] {
  const faults: string[] = [];
  const idOfKey = new Map<string, string>();
  const keyOfId = new Map<string, string | undefined>();
  for (const { importId, key } of accepted) {
    const known = key === undefined ? importId : (idOfKey.get(key) ?? importId);
    if (known !== importId) faults.push(`the requests with key ${key} began imports ${known} and ${importId}`);
    if (keyOfId.has(importId) && keyOfId.get(importId) !== key)
      faults.push(`two requests with different keys began import ${importId}`);
    if (key !== undefined) idOfKey.set(key, importId);
    keyOfId.set(importId, key);
  }
  for (const importId of keyOfId.keys()) {
    const final = finals.get(importId);
    if (final === undefined) faults.push(`import ${importId} was accepted, and is lost`);
    else if (!hasEnded(final.state)) faults.push(`import ${importId} is ${final.state.status} and never ended`);
    else if (final.state.finishedAt === undefined)
      faults.push(`import ${importId} ended without a time: ${describeEnd(final.state)}`);
  }
  return faults;
}
