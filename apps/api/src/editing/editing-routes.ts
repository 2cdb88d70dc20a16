import type { Router } from 'express';
import { addDefinitionChangeRoutes } from './definition-change-routes.ts';
import { addEditRoutes } from './edit-routes.ts';
import type { EditingDependencies } from './edited-entity.ts';
import { addOperationChangeRoutes } from './operation-change-routes.ts';

/** Adds the routes under `/o/:organisation_id` that change the entities of drafts. */
export function addEditingRoutes(router: Router, dependencies: EditingDependencies): void {
  addOperationChangeRoutes(router, dependencies);
  addDefinitionChangeRoutes(router, dependencies);
  addEditRoutes(router, dependencies);
}
