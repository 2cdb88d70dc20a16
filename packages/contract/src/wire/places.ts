import { z } from 'zod';
import { location, severity } from './common.ts';
import type { WireType } from './wire-type.ts';

const position = z
  .looseObject({ line: z.int().min(1), column: z.int().min(1) })
  .meta({ id: 'SourcePosition', description: 'A position in a text. Columns count UTF-16 code units.' });

export const documentExcerpt = z
  .looseObject({
    file: z.string().optional().meta({ description: 'For an archive: the path of the file.' }),
    lines: z.array(
      z.looseObject({
        number: z.int().min(1),
        text: z.string(),
        firstColumn: z.int().min(1).meta({
          description: 'Column of the first character of `text`. More than 1 if the start of the line is left out.',
        }),
        isCut: z.boolean().meta({ description: 'Whether the line continues after `text`.' }),
      }),
    ),
    start: position,
    end: position,
  })
  .meta({
    id: 'DocumentExcerpt',
    description: 'Lines of an uploaded document around a place, which is from `start` to before `end`.',
  });

export type DocumentExcerpt = WireType<typeof documentExcerpt>;

const messagePlace = z
  .looseObject({
    code: z.string().optional(),
    severity,
    detail: z.string().optional().meta({ description: 'The place, its position, and what applies to it.' }),
    location: location.optional(),
  })
  .meta({ id: 'MessagePlace', description: 'One place of a message.' });

export type MessagePlace = WireType<typeof messagePlace>;

export const messagePlacePage = z
  .looseObject({
    totalCount: z.int(),
    next: z.string().optional().meta({ description: 'Cursor of the next page, for `after`. Absent on the last page.' }),
    unlisted: z.int().meta({ description: 'Number of further places that were counted, but not stored.' }),
    places: z.array(messagePlace).meta({ description: 'Fewer than `first` if the page would be very large.' }),
  })
  .meta({ id: 'MessagePlacePage' });

export type MessagePlacePage = WireType<typeof messagePlacePage>;

const messageGroup = z
  .looseObject({
    code: z.string().optional(),
    severity,
    text: z.string().meta({ description: 'The message, with the number of its places.' }),
    places: z.int().meta({ description: 'Number of places that ListImportMessages lists for it.' }),
    unlisted: z.int().meta({ description: 'Number of further places that were counted, but not stored.' }),
  })
  .meta({ id: 'MessageGroup', description: 'A message without its places.' });

export const messageGroups = z
  .looseObject({ groups: z.array(messageGroup) })
  .meta({ id: 'MessageGroups', description: 'The messages of an import, most severe first.' });

export type MessageGroups = WireType<typeof messageGroups>;
