import { createHash } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { Client, type ClientConfig } from 'pg';

/**
 * A client for BullMQ.
 *
 * It always has an error listener. BullMQ attaches its own too late, not at all while it checks the schema, and removes it before the client
 * has closed. An error without a listener ends the process. A listener that comes too late receives the error, because BullMQ would use the
 * dead connection for ever.
 *
 * It prepares each statement once. BullMQ has few and sends them for each job, and PostgreSQL would parse and plan them each time.
 */
export class QueueClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    this.once('error', (error) => {
      // The types of `pg` do not know the events that every emitter has.
      (this as EventEmitter).on('newListener', (event, listener) => {
        if (event === 'error') process.nextTick(() => this.listeners('error').includes(listener) && listener(error));
      });
    });
    this.on('error', ignore);
    const send: (...given: unknown[]) => unknown = this.query.bind(this);
    // A pool sends statements in this form.
    const query = (...[text, values, ...rest]: unknown[]): unknown =>
      typeof text === 'string' && Array.isArray(values)
        ? send({ name: nameOf(text), text, values }, ...rest)
        : send(text, values, ...rest);
    Object.assign(this, { query });
  }

  override removeAllListeners(event?: string | symbol): this {
    super.removeAllListeners(event);
    return this.on('error', ignore);
  }
}

function ignore(): void {}

const names = new Map<string, string>();

/** A name means the same text in every process: a pooler may give a connection to several of them. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `connectory_queue_${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
  names.set(text, name);
  return name;
}
