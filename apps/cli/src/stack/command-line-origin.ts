import { userInfo } from 'node:os';
import type { Database } from '@connectory/database';

/** Names the user of the command line as the actor of its changes. */
export function commandLineOrigin(): Database['origin'] {
  return { actor: { kind: 'system', id: 'command-line', name: readUserName() } };
}

/** A container may run as a user without a name. */
function readUserName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
