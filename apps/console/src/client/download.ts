import { ApiFault } from './api-fault.ts';

/** Saves a response of the API as a file, in a media type that a link could not ask for. @throws ApiFault */
export async function download(
  path: string,
  { type, name }: { readonly type: string; readonly name: string },
): Promise<void> {
  const response = await fetch(path, { headers: { Accept: type }, credentials: 'same-origin' });
  if (!response.ok) throw new ApiFault(response.status, {});
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
