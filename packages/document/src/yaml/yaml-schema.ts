import yaml from 'js-yaml';

/**
 * A plain scalar that is spelt otherwise than JSON would spell its value, as `0200`, `1.10` or `True`. As a key it is its spelling
 * (status codes and versions are keys); as a value, the caller replaces it by `value`.
 */
export class SpeltScalar {
  readonly value: null | boolean | number | string;
  readonly #spelling: string;

  constructor(value: null | boolean | number | string, spelling: string) {
    this.value = value;
    this.#spelling = spelling;
  }

  /** The parser makes keys of what is no plain object with `String`, and asks this tag whether it is one. */
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
 * YAML 1.2's core schema (section 10.3.2) to the letter, so that `on`, `yes`, dates, `1_000` and `0b11` stay strings, with the merge
 * keys of 1.1 that real documents use. Values under other tags, such as `!Ref` and `!!binary`, are taken as they are written.
 * @param onTag called with each tag that is ignored so.
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

/** Told apart from a quoted "<<", which is a key like any other. */
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
