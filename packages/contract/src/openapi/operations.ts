import type { ApiOperation } from './api-operation.ts';
import { connectorOperations } from './connector-operations.ts';
import { importOperations } from './import-operations.ts';
import { operatorOperations } from './operator-operations.ts';
import { readingOperations } from './reading-operations.ts';
import { reimportOperations } from './reimport-operations.ts';
import { serviceOperations } from './service-operations.ts';

/** Every operation that the service answers; a test holds the routes against this table in both directions. */
export const apiOperations: readonly ApiOperation[] = [
  ...importOperations,
  ...connectorOperations,
  ...readingOperations,
  ...operatorOperations,
  ...reimportOperations,
  ...serviceOperations,
];
