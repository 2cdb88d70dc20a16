import type { PathWith, QueryOf } from '@connectory/client';
import type { Address } from './address.ts';
import { apiGetBlob } from './call-api.ts';

interface Download<Path extends PathWith<'get'>> {
  readonly type: string;
  readonly name: string;
  readonly query?: QueryOf<Path, 'get'>;
}

/** Saves a response of the API as a file, in a media type that a link could not ask for. @throws ApiFault */
export async function download<Path extends PathWith<'get'>>(
  address: Address<Path>,
  { name, ...request }: Download<Path>,
): Promise<void> {
  const url = URL.createObjectURL(await apiGetBlob(address, request));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
