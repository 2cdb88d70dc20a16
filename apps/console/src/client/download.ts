import { callApi } from './call-api.ts';

/** Saves a response of the API as a file, in a media type that a link could not ask for. @throws ApiFault */
export async function download(
  path: string,
  { type, name }: { readonly type: string; readonly name: string },
): Promise<void> {
  const url = URL.createObjectURL(await callApi<Blob>(path, { headers: { Accept: type }, parseAs: 'blob' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
