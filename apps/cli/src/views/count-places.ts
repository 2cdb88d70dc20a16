import type { ApiClient } from '../client/api-client.ts';
import { CliError } from '../errors/cli-error.ts';

/** The number of places of each message code. */
export type PlaceCounts = ReadonlyMap<string, number>;

/** Counts the places of the messages of an ended import. Messages themselves state a hundred places at most. */
export async function countPlaces(client: ApiClient, importId: string): Promise<PlaceCounts> {
  try {
    const { groups } = await client.getMessageGroups(importId);
    return new Map(groups.map(({ code = '', places, unlisted }) => [code, places + unlisted]));
  } catch (error) {
    // An import that ended before it had messages.
    if (error instanceof CliError) return new Map();
    throw error;
  }
}
