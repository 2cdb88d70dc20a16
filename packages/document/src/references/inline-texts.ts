import { isObject, type Json } from '@connectory/json';
import type { CheckedText } from '../text/parse-text.ts';
import { resolvePath } from './file-url.ts';

/** Replaces references to text files by their text, in place, as in `description: {$ref: intro.md}`. No member that takes a text can take a reference. */
export function inlineTexts(files: ReadonlyMap<string, CheckedText>): void {
  for (const [path, { root }] of files) {
    const seen = new Set<object>();
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (typeof node !== 'object' || node === null || seen.has(node)) continue;
      seen.add(node);
      inlineMembers(node as { [key: string]: Json }, path, files);
      for (const child of Object.values(node)) open.push(child);
    }
  }
}

function inlineMembers(node: { [key: string]: Json }, path: string, files: ReadonlyMap<string, CheckedText>): void {
  for (const [key, child] of Object.entries(node)) {
    if (!isObject(child) || typeof child['$ref'] !== 'string' || Object.keys(child).length > 1) continue;
    const target = resolvePath(path, child['$ref']);
    const text = target === undefined ? undefined : files.get(target)?.root;
    if (typeof text === 'string') node[key] = text;
  }
}
