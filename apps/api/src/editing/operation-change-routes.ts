import {
  type ActionCreate,
  actionCreate,
  type ActionUpdate,
  actionUpdate,
  type TriggerCreate,
  triggerCreate,
  type TriggerUpdate,
  triggerUpdate,
} from '@connectory/contract';
import {
  createOperation,
  deleteOperation,
  type NamedEntity,
  type OperationKind,
  updateOperation,
} from '@connectory/database';
import type { Request, Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { namedVersion } from '../connectors/version-change-routes.ts';
import { parseBody } from '../http/parse-body.ts';
import { editRefused } from './edit-refused.ts';
import { type EditingDependencies, expectedBy, sendEntity } from './edited-entity.ts';

const parse = {
  action: {
    create: (request: Request) => parseBody<ActionCreate>(actionCreate, request, 'The action'),
    update: (request: Request) => parseBody<ActionUpdate>(actionUpdate, request, 'The action'),
  },
  trigger: {
    create: (request: Request) => parseBody<TriggerCreate>(triggerCreate, request, 'The trigger'),
    update: (request: Request) => parseBody<TriggerUpdate>(triggerUpdate, request, 'The trigger'),
  },
};

/** Adds the routes under `/o/:organisation_id` that change the actions and triggers of drafts. */
export function addOperationChangeRoutes(router: Router, dependencies: EditingDependencies): void {
  for (const kind of ['action', 'trigger'] as const) addRoutes(router, dependencies, kind);
}

function addRoutes(router: Router, dependencies: EditingDependencies, kind: OperationKind): void {
  const { database } = dependencies;
  const all = `/connectors/:connector_id/versions/:version/${kind}s`;
  const one = `${all}/:${kind}_name`;
  const named = (request: Request): NamedEntity => ({
    ...namedVersion(request),
    name: String(request.params[`${kind}_name`]),
    isExpected: expectedBy(dependencies, request),
  });

  router.post(all, async (request, response) => {
    const body = await parse[kind].create(request);
    const created = await createOperation(asCaller(database, request, response), namedVersion(request), kind, body);
    if (created.outcome !== 'edited') throw editRefused(kind, created, request);
    response.status(201);
    await sendEntity(dependencies, { request, response }, created.version, { body: created.value });
  });

  router.put(one, async (request, response) => {
    const body = await parse[kind].update(request);
    const updated = await updateOperation(asCaller(database, request, response), named(request), kind, body);
    if (updated.outcome !== 'edited') throw editRefused(kind, updated, request);
    await sendEntity(dependencies, { request, response }, updated.version, { body: updated.value });
  });

  router.delete(one, async (request, response) => {
    const deleted = await deleteOperation(asCaller(database, request, response), named(request), kind);
    if (deleted.outcome !== 'edited') throw editRefused(kind, deleted, request);
    response.status(204).end();
  });
}
