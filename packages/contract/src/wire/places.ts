import { z } from 'zod';
import { about } from './about.ts';
import { location, nextCursor, severity } from './common.ts';
import type { WireType } from './wire-type.ts';

const position = z
  .looseObject({
    line: z.int().min(1).meta(about('Line, from 1.', 12)),
    column: z.int().min(1).meta(about('Column, from 1.', 7)),
  })
  .meta({ id: 'SourcePosition', description: 'A position in a text. Columns count UTF-16 code units.' });

const excerptLine = z
  .looseObject({
    number: z.int().min(1).meta(about('Number of the line, from 1.', 12)),
    text: z.string().meta(about('Its text.', '      operationId: getPet')),
    firstColumn: z
      .int()
      .min(1)
      .meta(about('Column of the first character of `text`. More than 1 if the start of the line is left out.', 1)),
    isCut: z.boolean().meta(about('Whether the line continues after `text`.')),
  })
  .meta({ id: 'ExcerptLine', description: 'A line of a document, or a part of it.' });

const outlineLine = z
  .looseObject({
    text: z.string().meta(about('Its text.', '    "operationId": "getPet",')),
    isPlace: z.boolean().meta(about('Whether it belongs to the place.', true)),
  })
  .meta({ id: 'OutlineLine', description: 'A line of a document that is indented anew.' });

export const documentExcerpt = z
  .looseObject({
    file: z.string().optional().meta(about('For an archive: the path of the file.', 'schemas/pet.yaml')),
    lines: z.array(excerptLine).meta(about('The lines, in order.')),
    start: position,
    end: position,
    outline: z
      .array(outlineLine)
      .optional()
      .meta(
        about(
          'The place and what is around it, indented anew. `…` stands for what is left out. Present where a line of a JSON document is too long to be shown whole.',
        ),
      ),
  })
  .meta({
    id: 'DocumentExcerpt',
    description: 'Lines of an uploaded document around a place, which is from `start` to before `end`.',
  });

export type DocumentExcerpt = WireType<typeof documentExcerpt>;

const messagePlace = z
  .looseObject({
    code: z.string().optional().meta(about('Stable code; the list of messages describes each.', 'PARAM_TYPE_UNKNOWN')),
    severity,
    detail: z
      .string()
      .optional()
      .meta(about('The place, its position, and what applies to it.', '/paths/~1pets/get (12:7): limit')),
    location: location.optional(),
  })
  .meta({ id: 'MessagePlace', description: 'One place of a message.' });

export type MessagePlace = WireType<typeof messagePlace>;

export const messagePlacePage = z
  .looseObject({
    totalCount: z.int().meta(about('Number of places on all pages.', 42)),
    next: nextCursor,
    unlisted: z.int().meta(about('Number of further places that were counted, but not stored.', 0)),
    places: z.array(messagePlace).meta(about('The places. Fewer than `first` if the page would be very large.')),
  })
  .meta({ id: 'MessagePlacePage', description: 'A page of places of messages.' });

export type MessagePlacePage = WireType<typeof messagePlacePage>;

const messageGroup = z
  .looseObject({
    code: z.string().optional().meta(about('Stable code; the list of messages describes each.', 'PARAM_TYPE_UNKNOWN')),
    severity,
    text: z
      .string()
      .meta(about('The message, with the number of its places.', '[PARAM_TYPE_UNKNOWN] 1 parameter has no type')),
    places: z.int().meta(about('Number of places that ListImportMessages lists for it.', 1)),
    unlisted: z.int().meta(about('Number of further places that were counted, but not stored.', 0)),
    before: z
      .int()
      .optional()
      .meta(
        about(
          'Number of its places, stored or not, in the import before that made a version of the same connector. Absent without one.',
          0,
        ),
      ),
  })
  .meta({ id: 'MessageGroup', description: 'A message without its places.' });

export const messageGroups = z
  .looseObject({ groups: z.array(messageGroup).meta(about('One group for each message.')) })
  .meta({ id: 'MessageGroups', description: 'The messages of an import, most severe first.' });

export type MessageGroups = WireType<typeof messageGroups>;

const messageCount = z
  .looseObject({
    pointer: z
      .string()
      .meta(
        about('The first three tokens of the JSON Pointers: an operation, a path or a component.', '/paths/~1pets/get'),
      ),
    file: z.string().optional().meta(about('For an archive: the path of the file.', 'schemas/pet.yaml')),
    code: z.string().optional().meta(about('Stable code; the list of messages describes each.', 'PARAM_TYPE_UNKNOWN')),
    severity,
    places: z.int().meta(about('Number of places with this code at or below the pointer.', 2)),
  })
  .meta({ id: 'MessageCount', description: 'The places of a message in one part of the document.' });

export const placeCounts = z
  .looseObject({ counts: z.array(messageCount).meta(about('In the order of the messages, then of their places.')) })
  .meta({ id: 'PlaceCounts', description: 'The places of the messages of an import, by part of the document.' });

export type PlaceCounts = WireType<typeof placeCounts>;
