import type { Json, JsonObject } from '@connectory/json';
import { setMember } from '../objects/set-member.ts';
import type { ExportedVersion } from '../version/exported-version.ts';
import { exportMembersOf } from './export-members.ts';

/** The OpenAPI document of a version as one tree. */
export async function exportDocument(version: ExportedVersion): Promise<JsonObject> {
  const document: { [key: string]: Json } = {};
  const opened = new Map<string, { [key: string]: Json }>();
  for await (const { keys, value } of exportMembersOf(version)) {
    let parent = document;
    for (let level = 1; level < keys.length; level += 1) {
      const path = JSON.stringify(keys.slice(0, level));
      const child = opened.get(path) ?? {};
      if (!opened.has(path)) setMember(parent, keys[level - 1] ?? '', child);
      opened.set(path, child);
      parent = child;
    }
    setMember(parent, keys.at(-1) ?? '', value);
  }
  return document;
}
