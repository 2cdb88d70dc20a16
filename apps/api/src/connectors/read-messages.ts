import type { Message } from '@connectory/contract';
import { type Database, readVersionMessages } from '@connectory/database';
import type { VersionRecord } from '@connectory/lifecycle';

/** The messages of a version: about the import of its document, and about writing it. */
export async function readMessages(database: Database, version: VersionRecord): Promise<readonly Message[]> {
  return parseMessages(await readVersionMessages(database, version.id));
}

function parseMessages(json: string): readonly Message[] {
  return JSON.parse(json);
}
