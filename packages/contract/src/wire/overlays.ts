import { z } from 'zod';
import { about, timeOf } from './about.ts';
import type { WireType } from './wire-type.ts';

export const overlayName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must have 1 to 100 letters, digits, dots, underscores and hyphens');

const policy = z.enum(['apply', 'skip', 'fail'], 'must be "apply", "skip" or "fail"').meta({
  id: 'OverlayPolicy',
  description:
    'What happens to an action when what it changes is no longer what it was written for: it is applied, is skipped, or fails the import. Each case is reported.',
});

const position = z
  .int('must be an integer')
  .min(0, 'must not be negative')
  .max(1_000_000, 'must be at most 1,000,000')
  .meta(about('Overlays are applied in this order, then by name.', 0));

const enabled = z.boolean('must be true or false').meta({ description: 'Whether imports apply it.' });

const sample = {
  overlay: '1.1.0',
  info: { title: 'Fixes', version: '1' },
  actions: [{ target: '$.info', update: { title: 'Pets' } }],
};

const overlayDocument = z
  .union([z.string(), z.record(z.string(), z.unknown())], 'must be an object, or text with JSON or YAML')
  .meta(about('The overlay document, version 1.0 or 1.1: an object, or its text in JSON or YAML.', sample));

/** Overlays of one import. */
export const maxImportOverlays = 10;

const importOverlay = z
  .strictObject({
    name: z
      .string('must be a text')
      .min(1, 'must not be empty')
      .max(255, 'must have at most 255 characters')
      .optional()
      .meta(about('Names it in places and messages, as the name of a file does. Default: `overlay`.', 'fixes.yaml')),
    content: overlayDocument,
  })
  .meta({ id: 'ImportOverlay', description: 'An OpenAPI overlay for one import.' });

/** The member `overlay` of a request without parts. */
export const importOverlays = z
  .array(importOverlay, 'must be a list of objects with the member "content"')
  .max(maxImportOverlays, `must have at most ${maxImportOverlays} overlays`)
  .meta({
    description: 'OpenAPI overlays for this import alone, applied in this order after those of the connector.',
  });

export type ImportOverlays = z.infer<typeof importOverlays>;

export const overlayPut = z
  .strictObject({
    overlay: overlayDocument,
    enabled: enabled.optional(),
    policy: policy.optional(),
    position: position.optional(),
    reset: z.boolean('must be true or false').optional().meta({
      description:
        'Forget what the actions were first applied to: the next import remembers it anew. Accepts what the document says now.',
    }),
  })
  .meta({
    id: 'OverlayPut',
    description:
      'Members that are left out keep their value. Defaults of a new overlay: enabled, `apply`, the last position.',
  });

export type OverlayPut = z.infer<typeof overlayPut>;

const overlayShape = {
  name: z.string().meta(about('Name of the overlay, unique in its connector.', 'fixes')),
  position,
  enabled,
  policy,
  actions: z.int().meta(about('Number of its actions.', 1)),
  createdAt: timeOf('When it was created'),
  updatedAt: timeOf('When it was last changed'),
};

export const overlay = z
  .looseObject({
    ...overlayShape,
    overlay: z.record(z.string(), z.unknown()).meta(about('The overlay document.', sample)),
  })
  .meta({ id: 'Overlay', description: 'An OpenAPI overlay that every import into its connector applies.' });

export type OverlayResource = WireType<typeof overlay>;

const listedOverlay = z
  .looseObject(overlayShape)
  .meta({ id: 'ListedOverlay', description: 'An overlay without its document.' });

export const overlayList = z
  .looseObject({
    overlays: z.array(listedOverlay).meta(about('The overlays, in the order in which they are applied.')),
  })
  .meta({ id: 'OverlayList', description: 'The overlays of a connector.' });

export type OverlayList = WireType<typeof overlayList>;
