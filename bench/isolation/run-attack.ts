// A process that sends hostile documents of every kind, and reads its largest results, until SIGTERM.
import { setTimeout as pause } from 'node:timers/promises';
import { hostileDocuments, importForm } from '@connectory/harness';
import { createTenant, type Tenant } from './tenant.ts';

const [baseUrl = '', organisationId = '', apiKey = '', sizeText = '0'] = process.argv.slice(2);
const size = Number(sizeText);

/** Uploads and reads at a time. */
const uploadsOfA = 6;
const readersOfA = 8;

const over = new AbortController();
process.once('SIGTERM', () => over.abort());
console.log(`A: ${await attack(createTenant(baseUrl, organisationId, apiKey))} requests`);
process.exit(0);

/** Sends hostile documents and reads their results until the end. @returns the number of its requests by status */
async function attack(a: Tenant): Promise<string> {
  const documents = hostileDocuments.map(({ build }) => build(size));
  const statuses = new Map<number, number>();
  const imports: string[] = [];
  const send = async (target: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await a.send(target, init);
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    if (init.method === 'POST') return response.json();
    for await (const chunk of response.body ?? []) if (Buffer.from(chunk).length === 0) break;
    return undefined;
  };
  let next = 0;
  const upload = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const accepted = await send('/protocols/http/import', {
        method: 'POST',
        body: importForm(documents[(next += 1) % documents.length], { version: '1' }, 'spec.yaml'),
      }).catch(() => undefined);
      const id: unknown = Reflect.get(Object(accepted), 'id');
      if (typeof id === 'string') imports.push(id);
      await pause(100);
    }
  };
  const read = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const id = imports[Math.floor(Math.random() * imports.length)];
      const kind = ['result', 'messages?first=1000', 'document', 'document/excerpt?pointer=/paths'][
        Math.floor(Math.random() * 4)
      ];
      if (id === undefined) await pause(200);
      else await send(`/imports/${id}/${kind}`).catch(() => undefined);
    }
  };
  process.send?.('ready');
  await Promise.all([...Array.from({ length: uploadsOfA }, upload), ...Array.from({ length: readersOfA }, read)]);
  return [...statuses].map(([status, count]) => `${status}: ${count}`).join(', ');
}
