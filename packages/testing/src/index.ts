export { type RunningProcess, startProcess, type StartProcessOptions } from './start-process.ts';
export { queueBackends, type QueueBackend } from './queue-backends.ts';
export { buildSpec, operation, type SpecParts } from './build-spec.ts';
export { type Stack, startStack, type StackOptions } from './start-stack.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { waitFor } from './wait-for.ts';
