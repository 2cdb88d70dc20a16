import { type ChaosClient, createClient, type Ledger } from './client.ts';
import { createImportObserver, type ImportObserver } from './observe-imports.ts';
import type { Random } from './random.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import type { Recorder } from './recorder.ts';
import { createRequests, type Requests } from './requests.ts';
import type { World } from './world.ts';

/** All clients of a run: they import, read, follow and receive. Each records its observations. */
export interface Clients {
  readonly requests: Requests;
  readonly client: ChaosClient;
  readonly observer: ImportObserver;
  readonly receiver: Receiver;
  close(): Promise<void>;
}

export async function createClients(parts: {
  world: World;
  random: Random;
  recorder: Recorder;
  ledger: Ledger;
}): Promise<Clients> {
  const requests = createRequests(parts);
  const secret = await createSecret(requests);
  const receiver = await startReceiver({ ...parts, secret: () => secret });
  const observer = createImportObserver({ ...parts, requests });
  const client = createClient({ ...parts, requests, observer, callbackUrl: receiver.url });
  return {
    requests,
    client,
    observer,
    receiver,
    close: async () => {
      await observer.stop();
      await receiver.close();
    },
  };
}

/** Before the troubles begin. */
async function createSecret(requests: Requests): Promise<string> {
  const { text } = await requests.send({ operation: 'create-secret', path: '/callback-secret', method: 'POST' });
  const { secret } = JSON.parse(text) as { secret: string };
  return secret;
}
