import { FaultError } from '../faults/fault-error.ts';
import { describePosition, positionAt } from '../places/position.ts';
import { showSource } from '../places/show-source.ts';
import { findJsonError, type JsonError } from './find-json-error.ts';

/** The fault for text that starts like JSON and is not valid. */
export function describeBrokenJson(text: string): FaultError {
  const error = findJsonError(text);
  const { offset, expected } = error;
  const position = positionAt(text, offset);
  const met =
    offset >= text.length ? 'the document ends' : `there is ${JSON.stringify(text.slice(offset, offset + 20))}`;
  const hint = hintFor(text, error);
  const message = `The document is not valid JSON: at ${describePosition(position)} ${expected} is expected, but ${met}.${hint === undefined ? '' : ` ${hint}`}`;
  return new FaultError('document_not_json', message, [{ pointer: '', ...position }], showSource(text, offset));
}

/** Syntax of related languages at the place of an error, with the way to valid JSON. */
const hints: readonly { readonly pattern: RegExp; readonly hint: string }[] = [
  { pattern: /^(?:<{7} |={7}[\r\n]|>{7} )/, hint: 'This is an unresolved merge conflict of Git: resolve it first.' },
  { pattern: /^(?:\/\/|\/\*|#)/, hint: 'JSON allows no comments (this may be JSON5 or JSONC): remove them.' },
  { pattern: /^(?:\{\{|\{%|<%|\$\{)/, hint: 'This looks like a placeholder of a template: fill it in first.' },
  { pattern: /^'/, hint: 'JSON allows no single quotes: use double quotes.' },
  { pattern: /^[\u201c-\u201f]/, hint: 'These are typographic quotes: use plain double quotes.' },
  {
    pattern: /^(?:[-+]?(?:NaN|Infinity)|undefined|None|True|False|nil)\b/,
    hint: 'Use null, true, false, a number or a string.',
  },
  { pattern: /^[-+]?(?:0x|\.\d|0\d)/i, hint: 'Write the number in decimal, without leading zeros or plus sign.' },
  { pattern: /^\.\.\./, hint: 'The document seems to be shortened: upload all of it.' },
];

function hintFor(text: string, { offset, expected }: JsonError): string | undefined {
  if (offset >= text.length) return 'The document may be cut off: upload it again.';
  const met = text.slice(offset, offset + 40);
  const known = hints.find(({ pattern }) => pattern.test(met));
  if (known !== undefined) return known.hint;
  if (/^[}\]]/.test(met) && lastCharacterBefore(text, offset) === ',')
    return 'JSON allows no comma before a closing bracket: remove it.';
  if (expected === 'a key in double quotes' && /^[\w$]/.test(met)) return 'Put the key in double quotes.';
  if (expected === 'the end of the document' && /^[{[]/.test(met))
    return 'The file holds several JSON texts: upload one.';
  return undefined;
}

function lastCharacterBefore(text: string, offset: number): string | undefined {
  let at = offset - 1;
  while (at >= 0 && ' \t\r\n'.includes(text.charAt(at))) at -= 1;
  return text[at];
}
