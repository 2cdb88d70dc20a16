export { type RunningProcess, startProcess, type StartProcessOptions } from './start-process.ts';
export { queueBackends, type QueueBackend } from './queue-backends.ts';
export { buildSpec, operation, type SpecParts } from './build-spec.ts';
export { type Stack, startStack, type StackOptions } from './start-stack.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { waitFor } from './wait-for.ts';
export { answerHostileName, attackerAddress, hostileUrls, type HostileUrl } from './hostile-urls.ts';
export { startHostileHost, type HostileHost } from './start-hostile-host.ts';
export { type AnswerName, type NameServer, startNameServer } from './start-name-server.ts';
