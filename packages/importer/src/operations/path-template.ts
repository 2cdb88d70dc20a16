import { append } from '@connectory/json';
import { trimEnd, trimStart } from '../text/trim.ts';

/** A path template, read. */
export interface PathTemplate {
  /** With placeholders as `{{ param.id }}`. */
  readonly path: string;
  /** Names of placeholders, each once. */
  readonly names: ReadonlySet<string>;
  /** Names of query expressions such as `{?page,size}` (RFC 6570), which are no part of the path. */
  readonly queryNames: ReadonlySet<string>;
  /** The template with anonymous placeholders: equal for templates that differ in names alone. */
  readonly signature: string;
  /** What the specification does not define. */
  readonly faults: readonly string[];
}

/** A template as the specification defines it has no brace without this form. */
const placeholder = /\{[^{}?&:*+]+\}/g;

/**
 * Reads a path template. Braces that the specification does not define are read as their author probably meant them.
 * @param isDeclared whether the path has a parameter of a name: of `{id*}`, it may be named `id`, or `id*`.
 */
export function readPathTemplate(template: string, isDeclared: (name: string) => boolean): PathTemplate {
  const names: string[] = [];
  const queryNames: string[] = [];
  const faults: string[] = [];
  const parts = isSimple(template) ? (template.match(/\{[^{}]+\}|[^{}]+/g) ?? []) : splitBalanced(template, faults);
  let [path, signature] = ['', ''];
  for (const part of parts) {
    const expression = part.startsWith('{') ? readExpression(part, isDeclared) : text;
    if (expression.fault) faults.push(part);
    if (expression.kind === 'query') append(queryNames, expression.names);
    if (expression.kind === 'name') names.push(expression.name);
    if (expression.kind === 'text') [path, signature] = [path + part, signature + part];
    if (expression.kind === 'name') [path, signature] = [`${path}{{ param.${expression.name} }}`, `${signature}{}`];
  }
  const once = new Set<string>();
  for (const name of names) {
    if (once.has(name)) faults.push(`{${name}} more than once`);
    once.add(name);
  }
  return {
    path,
    names: once,
    queryNames: new Set(queryNames),
    signature,
    faults,
  };
}

/** No repeated group: on a text of megabytes it would overflow the stack of the engine. */
function isSimple(template: string): boolean {
  return !/[{}]/.test(template.replace(placeholder, ''));
}

/** Parts outside and inside of the outermost braces. A brace without partner is reported, and is text. */
function splitBalanced(template: string, faults: string[]): readonly string[] {
  const parts: string[] = [];
  let text = '';
  for (let index = 0; index < template.length; index += 1) {
    const character = template.charAt(index);
    const end = character === '{' ? endOfBraces(template, index) : undefined;
    if (end === undefined) {
      if (character === '{' || character === '}') faults.push(`${character} without its partner`);
      text += character;
      continue;
    }
    parts.push(text, template.slice(index, end));
    text = '';
    index = end - 1;
  }
  return [...parts, text].filter((part) => part !== '');
}

/** Longest placeholder with braces within. Without a limit, a template of open braces takes quadratic time. */
const maxPlaceholder = 200;

function endOfBraces(template: string, start: number): number | undefined {
  let depth = 0;
  for (let index = start; index < Math.min(template.length, start + maxPlaceholder); index += 1) {
    if (template[index] === '{') depth += 1;
    else if (template[index] === '}') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return undefined;
}

type Expression =
  | { readonly kind: 'name'; readonly name: string; readonly fault: boolean }
  | { readonly kind: 'query'; readonly names: readonly string[]; readonly fault: true }
  | { readonly kind: 'text'; readonly fault: boolean };

/** A part outside of braces. */
const text: Expression = { kind: 'text', fault: false };

function readExpression(part: string, isDeclared: (name: string) => boolean): Expression {
  const inside = part.slice(1, -1);
  if (/^[?&]/.test(inside)) {
    const names = inside.slice(1).split(',');
    return names.some((name) => !/^[^{}]+$/.test(name))
      ? { kind: 'text', fault: true }
      : { kind: 'query', names: names.map((name) => name.replace(/\*$/, '')), fault: true };
  }
  // `{id:[0-9]+}` names `id`, as routers of many frameworks read it. A colon without a pattern is part of a name.
  const [, beforePattern] = /^([\w.$-]+):.*[[\]\\(){}*+?^|]/.exec(inside) ?? [];
  // Of the expressions of RFC 6570, `{+id}` and `{id*}` are the value of `id` alone. `{id+}` is the rest of the path in Amazon's API
  // Gateway, and `{id?}` may be left out in some frameworks.
  const bare = trimEnd(trimStart(inside, '{'), '}').replace(/^\+(?=.)|(?<=.)[*+?]$/g, '');
  const name = beforePattern ?? (bare !== inside && isDeclared(inside) && !isDeclared(bare) ? inside : bare);
  if (name.trim() === '' || /[{}]/.test(name)) return { kind: 'text', fault: true };
  return { kind: 'name', name, fault: name !== inside || /^[+./;#*]|[*+?]$/.test(name) };
}
