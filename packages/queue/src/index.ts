export { connectRedis } from './connect-redis.ts';
export { importJobId, importJobName, type JobName, jobNames, type JobPayloads } from './job-catalogue.ts';
export { migrateQueue, type QueueOptions } from './queue-backend.ts';
export { createQueueBoard, type QueueBoard } from './queue-board.ts';
export { type ConsumerOptions, consumeJobs, FinalJobError, type QueueConsumer } from './queue-consumer.ts';
export { UnfitQueueError } from './redis-fitness.ts';
export { type QueueCheck, startQueueCheck } from './queue-check.ts';
export { createQueueProducer, type QueueProducer } from './queue-producer.ts';
