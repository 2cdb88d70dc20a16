import yaml from 'js-yaml';

/**
 * A plain scalar whose spelling differs from JSON's, such as `0200`, `1.10` or `True`. As a key it keeps its spelling, because
 * status codes and versions are keys. As a value, the caller replaces it by `value`.
 */
export class SpeltScalar {
  readonly value: null | boolean | number | string;
  readonly #spelling: string;

  constructor(value: null | boolean | number | string, spelling: string) {
    this.value = value;
    this.#spelling = spelling;
  }

  /** The parser reads this tag to recognise plain objects, and converts other objects to keys with `String`. */
  get [Symbol.toStringTag](): string {
    return 'SpeltScalar';
  }

  toString(): string {
    return this.#spelling;
  }
}

const integer = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const float =
  /^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/**
 * YAML 1.2's core schema (section 10.3.2), in which `on`, `yes`, dates, `1_000` and `0b11` are strings, plus the merge keys of 1.1,
 * which real documents use. Values with other tags, such as `!Ref` and `!!binary`, are read as written.
 * @param onTag called with each tag that is ignored.
 */
export function createYamlSchema(onTag: (tag: string) => void): yaml.Schema {
  const ignored = (kind: 'scalar' | 'sequence' | 'mapping', tag: string): yaml.Type =>
    new yaml.Type(tag, {
      kind,
      multi: true,
      construct: (data: unknown, met?: string) => {
        onTag(met ?? tag);
        return data;
      },
    });
  const kinds = ['scalar', 'sequence', 'mapping'] as const;
  return yaml.FAILSAFE_SCHEMA.extend({
    implicit: [
      plainType('null', (text) => text === '~' || /^(?:null|Null|NULL)$/.test(text), readNull),
      plainType('bool', (text) => /^(?:true|True|TRUE|false|False|FALSE)$/.test(text), readBoolean),
      plainType('int', (text) => startsLikeNumber(text) && integer.test(text), readNumber),
      plainType('float', (text) => startsLikeNumber(text) && float.test(text), readNumber),
      mergeType(),
    ],
    explicit: kinds.flatMap((kind) => [ignored(kind, '!'), ignored(kind, 'tag:')]),
  });
}

/** Only an unquoted `<<` merges; a quoted "<<" is an ordinary key. */
function mergeType(): yaml.Type {
  return new yaml.Type('tag:yaml.org,2002:merge', {
    kind: 'scalar',
    resolve: (data: unknown) => data === '<<',
    construct: () => new SpeltScalar('<<', '<<'),
  });
}

export function isMergeKey(key: unknown): boolean {
  return key instanceof SpeltScalar && key.value === '<<';
}

function plainType(
  name: string,
  matches: (text: string) => boolean,
  read: (text: string) => null | boolean | number,
): yaml.Type {
  return new yaml.Type(`tag:yaml.org,2002:${name}`, {
    kind: 'scalar',
    resolve: (data: unknown) => (typeof data === 'string' ? matches(data) : data === null && name === 'null'),
    construct: (data: unknown) => {
      if (typeof data !== 'string') return null;
      const value = read(data);
      return String(value) === data ? value : new SpeltScalar(value, data);
    },
  });
}

function startsLikeNumber(text: string): boolean {
  const code = text.charCodeAt(0);
  // "0" to "9", and "+", "-", ".".
  return (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e;
}

function readNull(): null {
  return null;
}

function readBoolean(text: string): boolean {
  return text.toLowerCase() === 'true';
}

function readNumber(text: string): number {
  if (/\.inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/\.nan$/i.test(text)) return Number.NaN;
  return Number(text);
}
