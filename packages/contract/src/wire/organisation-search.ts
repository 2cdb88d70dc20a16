import { z } from 'zod';
import { about, idOf } from './about.ts';
import { importStatuses } from './import-resource.ts';
import { sampleIds } from './sample-ids.ts';
import type { WireType } from './wire-type.ts';

/** What a search of an organisation can find. */
export const searchKinds = ['connectors', 'versions', 'imports', 'entities'] as const;

export type SearchKind = (typeof searchKinds)[number];

const connectorName = z.string().meta(about('Name of the connector.', 'Pets'));
const version = z.string().meta(about('Name of the version.', '1.0.0'));

const connector = z
  .looseObject({
    id: idOf('the connector', sampleIds.connector),
    name: connectorName,
    baseUrl: z.string().meta(about('Its base URL.', 'https://pets.example')),
  })
  .meta({ id: 'FoundConnector', description: 'A connector with all words in id, name or base URL.' });

const foundVersion = z
  .looseObject({
    connectorId: idOf('the connector', sampleIds.connector),
    connectorName,
    version,
    isPublished: z.boolean().meta(about('Whether it is published. Otherwise it is a draft.', true)),
  })
  .meta({
    id: 'FoundVersion',
    description: 'A version with one word in its name, and all in this or in its connector.',
  });

const foundImport = z
  .looseObject({
    id: idOf('the import', sampleIds.import),
    filename: z.string().optional().meta(about('Name of the file.', 'openapi.json')),
    schemaURL: z
      .string()
      .optional()
      .meta(about('URL that the document is fetched from.', 'https://pets.example/openapi.json')),
    connectorName: connectorName.optional(),
    version: version.optional(),
    status: z.enum(importStatuses).meta(about('Whether it waits, runs, or how it ended.')),
  })
  .meta({ id: 'FoundImport', description: 'An import with all words in id, file name, URL, connector or version.' });

const entity = z
  .looseObject({
    kind: z.enum(['action', 'trigger', 'definition']).meta(about('What it is.')),
    name: z.string().meta(about('Its name.', 'getPet')),
    method: z.string().optional().meta(about('Its method. Absent for definitions.', 'GET')),
    path: z.string().optional().meta(about('Path template of an action.', '/pets/{id}')),
    connectorId: idOf('the connector', sampleIds.connector),
    connectorName,
    version,
  })
  .meta({
    id: 'FoundEntityOfVersion',
    description: 'An action, trigger or definition with all words in name, method or path.',
  });

const kinds = z.array(z.enum(searchKinds));

export const organisationSearch = z
  .looseObject({
    connectors: z.array(connector).meta(about('Most recently updated first.')),
    versions: z.array(foundVersion).meta(about('Those of the most recently updated connector first.')),
    imports: z.array(foundImport).meta(about('Newest first.')),
    entities: z.array(entity).meta(about('Those of the most recently updated connector first.')),
    more: kinds.meta(about('Kinds of which there are more than `first`.', ['entities'])),
    partial: kinds.meta(
      about('Kinds of which not all were searched, because there are too many. `connectorId` narrows the search.', [
        'entities',
      ]),
    ),
  })
  .meta({ id: 'OrganisationSearch', description: 'What a search of an organisation found.' });

export type OrganisationSearch = WireType<typeof organisationSearch>;
