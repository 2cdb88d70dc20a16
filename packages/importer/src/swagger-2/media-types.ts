import { isArray, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';

export const json = 'application/json';
export const bytes = 'application/octet-stream';
const urlEncoded = 'application/x-www-form-urlencoded';
const multipart = 'multipart/form-data';

/**
 * The texts of a list, or a text alone, which some documents write for a list of one; undefined for other values. Equal for the same
 * list, as the operations of a document share its lists.
 */
export function textList(value: Json | undefined): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!isArray(value)) return undefined;
  const known = textLists.get(value) ?? distinctTexts(value);
  textLists.set(value, known);
  return known === noTexts ? undefined : known;
}

const textLists = new WeakMap<readonly Json[], readonly string[]>();
/** Of a list that has other items. */
const noTexts: readonly string[] = [];

function distinctTexts(value: readonly Json[]): readonly string[] {
  const texts = value.filter((item) => typeof item === 'string');
  return texts.length === value.length ? [...new Set(texts)] : noTexts;
}

/** The media types that an operation consumes or produces: its own, else those of the document. */
export function mediaTypesOf(
  key: 'consumes' | 'produces',
  operation: JsonObject | undefined,
  root: JsonObject,
): readonly string[] {
  const own = operation === undefined ? undefined : textList(member(operation, key));
  return own ?? textList(member(root, key)) ?? [];
}

/** The media types of a form: all form types that are consumed, else the one that can hold its fields. */
export function formMediaTypes(consumes: readonly string[], hasFile: boolean): readonly string[] {
  const forms = consumes.filter((type) => type.startsWith(urlEncoded) || type.startsWith('multipart/'));
  if (forms.length > 0) return forms;
  return hasFile ? [multipart] : [urlEncoded];
}

export function equalLists(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((text, index) => text === other[index]));
}

/** `application/json; charset=utf-8` → `application/json`. */
export function bareType(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}

export function isMediaType(text: string): boolean {
  return /^[^\s/]+\/[^\s/]+$/.test(bareType(text));
}
