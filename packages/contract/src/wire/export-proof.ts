import { z } from 'zod';
import { about, idOf } from './about.ts';
import { openApiDocument } from './entities.ts';
import { sampleIds } from './sample-ids.ts';
import type { WireType } from './wire-type.ts';

const location = z
  .looseObject({
    pointer: z.string().meta(about('JSON Pointer into the source.', '/paths/~1pets/get/x-internal')),
    file: z
      .string()
      .optional()
      .meta(about('For a file of an archive other than the root document: its path.', 'schemas/pet.yaml')),
  })
  .meta({ id: 'SourceLocation', description: 'A place in the imported document.' });

const totals = z
  .looseObject({
    values: z.int().meta(about('Number of all values of the source.', 120)),
    equal: z.int().meta(about('Number of equal ones.', 110)),
    normalised: z.int().meta(about('Number of those that a rule of the mapping changed.', 6)),
    reported: z.int().meta(about('Number of those that a message is about.', 3)),
    overlaid: z.int().meta(about('Number of those that overlays changed, added or removed.', 0)),
    edited: z.int().meta(about('Number of those that were changed by hand.', 1)),
    unexplained: z.int().meta(about('Number of all others.', 0)),
  })
  .meta({
    id: 'ExportTotals',
    description: 'Numbers of values of the source, and of what overlays added. `values` is the sum of the others.',
  });

const exportDifference = z
  .looseObject({
    location,
    kind: z.enum(['normalised', 'reported', 'overlaid', 'edited', 'unexplained']).meta(about('Why it differs.')),
    values: z.int().meta(about('Number of values of the source that it comprises.', 1)),
    rule: z.string().optional().meta(about('Of a normalised one: the rule; docs/mapping.md lists them.', 'nullable')),
    code: z.string().optional().meta(about('Of a reported one: the code of the message.', 'PARAM_TYPE_UNKNOWN')),
    detail: z
      .string()
      .optional()
      .meta(about('The line of the message, where the message lists the place.', '/paths/~1pets/get (12:7)')),
    overlay: z
      .string()
      .optional()
      .meta(about('The action of an overlay that changed, added or removed the value.', 'overlay fixes#/actions/3')),
    source: z
      .unknown()
      .optional()
      .meta(
        about('The value in the source. A long one is its JSON text, cut. Absent for what an overlay added.', true),
      ),
    export: z.unknown().optional().meta(about('What the export has instead; absent for nothing.', false)),
  })
  .meta({
    id: 'ExportDifference',
    description: 'A value of the source that the export has not, or one that an overlay added.',
  });

export type ExportDifference = WireType<typeof exportDifference>;

export const exportProof = z
  .looseObject({
    versionId: idOf('the version', sampleIds.version),
    version: z.string().meta(about('Name of the version.', '1.0.0')),
    importerVersion: z.string().nullable().meta(about('Version of the importer that made the version.', '6')),
    differences: z.array(exportDifference).meta(about('All differences.')),
    totals,
  })
  .meta({ id: 'ExportProof', description: 'The export of a version, compared with the imported document.' });

export type ExportProof = WireType<typeof exportProof>;

export const exportResult = z
  .union([exportProof, openApiDocument])
  .meta({ id: 'ExportResult', description: 'An OpenAPI document; with `proof=true`, an ExportProof.' });
