import type { ApiOperation } from './api-operation.ts';
import { auditOperations } from './audit-operations.ts';
import { catalogueOperations } from './catalogue-operations.ts';
import { connectorOperations } from './connector-operations.ts';
import { connectorPartOperations } from './connector-part-operations.ts';
import { editingOperations } from './editing-operations.ts';
import { importOperations } from './import-operations.ts';
import { overlayOperations } from './overlay-operations.ts';
import { operatorOperations } from './operator-operations.ts';
import { readingOperations } from './reading-operations.ts';
import { reimportOperations } from './reimport-operations.ts';
import { serviceOperations } from './service-operations.ts';
import { shareOperations } from './share-operations.ts';
import { sessionOperations } from './session-operations.ts';

/** All operations of the service. A test compares the table with the routes, in both directions. */
export const apiOperations: readonly ApiOperation[] = [
  ...importOperations,
  ...connectorOperations,
  ...connectorPartOperations,
  ...catalogueOperations,
  ...overlayOperations,
  ...readingOperations,
  ...editingOperations,
  ...operatorOperations,
  ...reimportOperations,
  ...auditOperations,
  ...shareOperations,
  ...sessionOperations,
  ...serviceOperations,
];
