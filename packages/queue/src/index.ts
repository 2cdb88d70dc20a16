export { importJobId, type JobName, type JobPayloads, type JobPriority } from './job-catalogue.ts';
export { migrateQueue, type QueueOptions } from './queue-backend.ts';
export { type ConsumerOptions, consumeImportJobs, FinalJobError, type QueueConsumer } from './queue-consumer.ts';
export { createQueueProducer, type QueueProducer } from './queue-producer.ts';
