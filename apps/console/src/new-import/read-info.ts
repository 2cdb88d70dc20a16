/** Title and version of a document. */
export interface DocumentInfo {
  readonly title?: string;
  readonly version?: string;
}

/** Larger documents are not read in the browser. The service reads them. */
const maxBytes = 20_000_000;

/** Reads title and version of a document, to propose them. The service decides. @returns nothing for other formats */
export async function readInfo(file: File): Promise<DocumentInfo> {
  if (file.size > maxBytes) return {};
  const text = await file.text();
  return text.trimStart().startsWith('{') ? readJson(text) : readYaml(text);
}

export function readJson(text: string): DocumentInfo {
  try {
    const document: unknown = JSON.parse(text);
    const info = member(document, 'info');
    return infoOf(member(info, 'title'), member(info, 'version'));
  } catch {
    return {};
  }
}

/** Reads scalars of the block `info`. */
export function readYaml(text: string): DocumentInfo {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^info:\s*(?:#|$)/.test(line));
  if (start === -1) return {};
  const length = lines.slice(start + 1).findIndex((line) => /^[^\s#]/.test(line));
  const block = lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
  const scalar = (name: string): string | undefined => {
    const line = block.find((each) => each.trimStart().startsWith(`${name}:`));
    return line && unquote(line.slice(line.indexOf(':') + 1).trim());
  };
  return infoOf(scalar('title'), scalar('version'));
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
