import type { Message } from '@connectory/importer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appendMessages, storeMessages } from '../src/index.ts';

const messages = fc.array(
  fc.record({
    code: fc.string(),
    severity: fc.constantFrom<Message['severity'][]>('info', 'warning', 'error'),
    text: fc.string({ unit: 'binary' }),
    detail: fc.array(fc.string()),
    locations: fc.constant([]),
  }),
);

test('messages added to stored ones are the same as all stored together', () => {
  fc.assert(
    fc.property(messages, messages, (first, second) => {
      expect(appendMessages(storeMessages(first), second)).toEqual(storeMessages([...first, ...second]));
    }),
  );
});
