/** Title, version and tags of a document. */
export interface DocumentInfo {
  readonly title?: string;
  readonly version?: string;
  /** Tags of operations, in alphabetical order. */
  readonly tags?: readonly string[];
}

/** Larger documents are not read in the browser. The service reads them. */
const maxBytes = 20_000_000;

/** Reads title, version and tags of a document, to propose them. The service decides. @returns nothing for other formats */
export async function readInfo(file: File): Promise<DocumentInfo> {
  if (file.size > maxBytes) return {};
  const text = await file.text();
  return text.trimStart().startsWith('{') ? readJson(text) : readYaml(text);
}

export function readJson(text: string): DocumentInfo {
  try {
    const document: unknown = JSON.parse(text);
    const info = member(document, 'info');
    return {
      ...infoOf(member(info, 'title'), member(info, 'version')),
      ...withTags(tagsOf(member(document, 'paths'))),
    };
  } catch {
    return {};
  }
}

/** The tags of all operations. */
function tagsOf(paths: unknown): readonly string[] {
  const operations = Object.values(Object(paths)).flatMap((item) => Object.values(Object(item)));
  const tags = operations.flatMap((operation) => member(operation, 'tags') ?? []);
  return tags.filter((tag) => typeof tag === 'string');
}

function withTags(tags: readonly string[]): Pick<DocumentInfo, 'tags'> {
  const distinct = [...new Set(tags)].sort((one, other) => one.localeCompare(other));
  return distinct.length === 0 ? {} : { tags: distinct };
}

/** Reads scalars of the block `info`, and the names in the block `tags`. */
export function readYaml(text: string): DocumentInfo {
  const lines = text.split('\n');
  const block = blockOf(lines, 'info');
  const scalar = (name: string): string | undefined => {
    const line = block.find((each) => each.trimStart().startsWith(`${name}:`));
    return line && unquote(line.slice(line.indexOf(':') + 1).trim());
  };
  const tags = blockOf(lines, 'tags').flatMap((line) => nameIn(line) ?? []);
  return { ...infoOf(scalar('title'), scalar('version')), ...withTags(tags) };
}

/** The name in a line of a list: `- name: pets`, or `name: pets` behind another member. */
function nameIn(line: string): string | undefined {
  const text = line.trim();
  const item = text.startsWith('-') ? text.slice(1).trimStart() : text;
  return item.startsWith('name:') ? unquote(item.slice('name:'.length).trim()) || undefined : undefined;
}

/** The lines of a block at the top level. The items of a list may stand below its name without an indent. */
function blockOf(lines: readonly string[], name: string): readonly string[] {
  const start = lines.findIndex((line) => new RegExp(String.raw`^${name}:\s*(?:#|$)`).test(line));
  if (start === -1) return [];
  const length = lines.slice(start + 1).findIndex((line) => /^[^\s#-]/.test(line));
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
}

function unquote(text: string): string {
  const [, quoted] = /^(?:"([^"]*)"|'[^']*')$/.exec(text) ?? [];
  return quoted ?? (text.startsWith("'") && text.endsWith("'") ? text.slice(1, -1) : text);
}

function infoOf(title: unknown, version: unknown): DocumentInfo {
  return {
    ...(typeof title === 'string' && title !== '' ? { title } : {}),
    ...(typeof version === 'string' && version !== '' ? { version } : {}),
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
