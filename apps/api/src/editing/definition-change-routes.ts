import {
  type DefinitionsCreate,
  definitionsCreate,
  type DefinitionsDelete,
  definitionsDelete,
  type DefinitionUpdate,
  definitionUpdate,
} from '@connectory/contract';
import {
  createDefinitions,
  type Database,
  type DefinitionRequest,
  type DeletedDefinitions,
  deleteDefinitions,
  updateDefinition,
} from '@connectory/database';
import type { Request, Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { jsonArray, jsonObject } from '../bodies/json-pieces.ts';
import { replaceBaseUrl } from '../bodies/replace-base-url.ts';
import { namedVersion } from '../connectors/version-change-routes.ts';
import { parseBody } from '../http/parse-body.ts';
import { readForce } from '../http/read-force.ts';
import { editRefused } from './edit-refused.ts';
import { type EditingDependencies, expectedBy, inOnePiece, schemaBaseOf, sendEntity } from './edited-entity.ts';
import { readSchema } from './read-schema.ts';

/** Adds the routes under `/o/:organisation_id` that change the definitions of drafts. */
export function addDefinitionChangeRoutes(router: Router, dependencies: EditingDependencies): void {
  const { database, large } = dependencies;
  const all = '/connectors/:connector_id/versions/:version/definitions';
  const one = `${all}/:definition_name`;

  router.post(all, async (request, response) => {
    const created = await create(asCaller(database, request, response), request);
    if (created.outcome !== 'edited') throw editRefused('definition', created, request);
    const base = schemaBaseOf(dependencies, request, created.version);
    const definitions = jsonArray(eachWithBaseUrl(created.value, base));
    await large.send(response.status(201).type('json'), jsonObject({}, { definitions }));
  });

  router.put(one, async (request, response) => {
    const { schema, ...body } = await parseBody<DefinitionUpdate>(definitionUpdate, request, 'The definition');
    const updated = await updateDefinition(
      asCaller(database, request, response),
      { ...namedVersion(request), name: nameOf(request), isExpected: expectedBy(dependencies, request) },
      { ...body, schema: schema && (await readSchema(schema, 'schema')) },
    );
    if (updated.outcome !== 'edited') throw editRefused('definition', updated, request);
    await sendEntity(dependencies, { request, response }, updated.version, updated.value);
  });

  const remove = async (caller: Database, request: Request, selected: DeletedDefinitions): Promise<void> => {
    const options = { force: readForce(request), isExpected: expectedBy(dependencies, request) };
    const deleted = await deleteDefinitions(caller, namedVersion(request), selected, options);
    if (deleted.outcome !== 'edited') throw editRefused('definition', deleted, request);
  };
  router.delete(all, async (request, response) => {
    const {
      all: every,
      ids = [],
      names = [],
    } = await parseBody<DefinitionsDelete>(definitionsDelete, request, 'The request');
    await remove(asCaller(database, request, response), request, every === true ? 'all' : { ids, names });
    response.status(204).end();
  });
  router.delete(one, async (request, response) => {
    await remove(asCaller(database, request, response), request, { ids: [], names: [nameOf(request)] });
    response.status(204).end();
  });
}

function nameOf(request: Request): string {
  return String(request.params['definition_name']);
}

async function create(database: Database, request: Request) {
  const { definitions } = await parseBody<DefinitionsCreate>(definitionsCreate, request, 'The request');
  const requests: DefinitionRequest[] = [];
  for (const [index, { schema, ...rest }] of definitions.entries())
    requests.push({ ...rest, schema: await readSchema(schema, `definitions[${index}].schema`) });
  return createDefinitions(database, namedVersion(request), requests);
}

async function* eachWithBaseUrl(bodies: readonly string[], base: string) {
  for (const body of bodies) yield replaceBaseUrl(inOnePiece(body), base);
}
