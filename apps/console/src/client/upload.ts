import type { ErrorBody, ImportResource, PathWith } from '@connectory/client';
import type { Address } from './address.ts';
import { ApiFault } from './api-fault.ts';

/** Sends a form, with its progress from 0 to 1. `fetch` does not report the progress of a request. @throws ApiFault */
export function upload(
  address: Address<PathWith<'post'>>,
  form: FormData,
  onProgress: (share: number) => void,
): Promise<ImportResource> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Prefer', 'respond-async');
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.addEventListener('error', () => reject(new ApiFault(0, {})));
    request.addEventListener('load', () => {
      const body = parse<ImportResource & ErrorBody>(request.responseText);
      if (request.status < 300) resolve(body);
      else reject(new ApiFault(request.status, body, request.getResponseHeader('X-Request-Id') ?? undefined));
    });
    request.send(form);
  });
}

function parse<Value>(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return {} as Value;
  }
}
