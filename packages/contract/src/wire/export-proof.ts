import { z } from 'zod';
import { ulid } from './common.ts';
import { openApiDocument } from './entities.ts';
import type { WireType } from './wire-type.ts';

const exportDifference = z
  .looseObject({
    location: z.looseObject({ pointer: z.string(), file: z.string().optional() }).meta({
      description: 'JSON Pointer into the source; `file` for a file of an archive other than the root document.',
    }),
    kind: z.enum(['normalised', 'reported', 'edited', 'unexplained']),
    values: z.int().meta({ description: 'Number of values of the source that it comprises.' }),
    rule: z.string().optional().meta({ description: 'Of a normalised one: the rule; docs/mapping.md lists them.' }),
    code: z.string().optional().meta({ description: 'Of a reported one: the code of the message.' }),
    detail: z.string().optional().meta({ description: 'The line of the message, where the message lists the place.' }),
    source: z.unknown().meta({ description: 'The value in the source. A long one is its JSON text, cut.' }),
    export: z.unknown().optional().meta({ description: 'What the export has instead; absent for nothing.' }),
  })
  .meta({ id: 'ExportDifference' });

export type ExportDifference = WireType<typeof exportDifference>;

export const exportProof = z
  .looseObject({
    versionId: ulid,
    version: z.string(),
    importerVersion: z.string().nullable().meta({ description: 'Version of the importer that made the version.' }),
    differences: z.array(exportDifference),
    totals: z
      .looseObject({
        values: z.int(),
        equal: z.int(),
        normalised: z.int(),
        reported: z.int(),
        edited: z.int(),
        unexplained: z.int(),
      })
      .meta({ description: 'Numbers of values of the source. `values` is the sum of the others.' }),
  })
  .meta({ id: 'ExportProof' });

export type ExportProof = WireType<typeof exportProof>;

export const exportResult = z
  .union([exportProof, openApiDocument])
  .meta({ id: 'ExportResult', description: 'An OpenAPI document; with `proof=true`, an ExportProof.' });
