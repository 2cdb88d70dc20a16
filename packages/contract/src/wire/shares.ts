import { z } from 'zod';
import { about, idOf, timeOf } from './about.ts';
import { importResource } from './import-resource.ts';
import { sampleIds } from './sample-ids.ts';
import type { WireType } from './wire-type.ts';

export const defaultShareDays = 7;

export const shareRequest = z
  .strictObject({
    days: z
      .int('must be a whole number from 1 to 30')
      .min(1, 'must be at least 1')
      .max(30, 'must be at most 30')
      .optional()
      .meta(about(`Days until it expires. Default: ${defaultShareDays}.`, defaultShareDays)),
  })
  .meta({ id: 'ShareRequest', description: 'A new link to an import.', examples: [{ days: 7 }] });

export type ShareRequest = z.infer<typeof shareRequest>;

const shareShape = {
  id: idOf('the link', sampleIds.share),
  createdBy: z.string().meta(about('Name, or else id, of the key or subject that created it.', 'ci')),
  createdAt: timeOf('When it was created'),
  expiresAt: timeOf('When it stops working'),
};

const share = z
  .looseObject({ ...shareShape, revokedAt: timeOf('When it was revoked').optional() })
  .meta({ id: 'Share', description: 'A link that shows one import to anyone who has it.' });

export const createdShare = z
  .looseObject({
    ...shareShape,
    url: z
      .url()
      .meta(
        about(
          'The page of the link. Only this response contains it.',
          'https://connectory.example/console/shared#share=ctr_ExampleOnly',
        ),
      ),
  })
  .meta({ id: 'CreatedShare', description: 'A new link, with its URL.' });

export const shares = z
  .looseObject({ shares: z.array(share).meta(about('The links, newest first.')) })
  .meta({ id: 'Shares', description: 'The links to an import, with those that have ended.' });

export const sharedImport = importResource
  .omit({
    overlays: true,
    code: true,
    message: true,
    organisationId: true,
    connectorId: true,
    connectorName: true,
    versionId: true,
    schemaURL: true,
    metadata: true,
    reimportId: true,
    lastFailure: true,
    callback: true,
    links: true,
  })
  .extend({ sharedUntil: timeOf('When the link stops working') })
  .meta({ id: 'SharedImport', description: 'An import as a link shows it, without ids and URLs of its organisation.' });

export type ShareResource = WireType<typeof share>;
export type CreatedShare = WireType<typeof createdShare>;
export type Shares = WireType<typeof shares>;
export type SharedImport = WireType<typeof sharedImport>;
