import type { Json } from '@connectory/json';

const date = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const time = /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,12})?(z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/** Formats of RFC 3339, RFC 4122 and RFC 2673 that a text of fixed parts shows. */
const texts: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['date', (text: string) => date.test(text)],
  ['time', (text: string) => time.test(text)],
  [
    'date-time',
    (text: string) => /^.{10}[t ]/i.test(text) && date.test(text.slice(0, 10)) && time.test(text.slice(11)),
  ],
  ['uuid', (text: string) => /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text)],
  ['ipv4', (text: string) => /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/.test(text)],
]);

/** Formats of the OpenAPI Format Registry for numbers, by their largest value. That of `int64`, 2^63 - 1, is read as 2^63. */
const numbers: ReadonlyMap<string, number> = new Map([
  ['int8', 2 ** 7 - 1],
  ['int16', 2 ** 15 - 1],
  ['int32', 2 ** 31 - 1],
  ['int64', 2 ** 63],
]);

/** What a message says of a value that is not of a format. Formats that are not known refuse nothing, nor does the empty text. */
export function refusalOfFormat(value: string | number, format: Json | undefined): string | undefined {
  if (typeof format !== 'string' || value === '') return undefined;
  if (typeof value === 'string') return texts.get(format)?.(value) === false ? `is no ${format}` : undefined;
  const largest = numbers.get(format);
  const isOutside =
    largest !== undefined && (value < smallestBelow(largest) || value > largest || !Number.isInteger(value));
  return isOutside ? `is no ${format}` : undefined;
}

/** The smallest value of two's complement, by the largest one. */
function smallestBelow(largest: number): number {
  return largest === 2 ** 63 ? -largest : -largest - 1;
}
