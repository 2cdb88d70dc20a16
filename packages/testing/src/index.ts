export { describeOnQueues, queueBackends, type QueueBackend } from './queue-backends.ts';
export { type Stack, startStack, type StackOptions } from './start-stack.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
