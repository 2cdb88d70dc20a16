/** Builds the body of an upload. @param document text or a blob is sent unchanged, anything else as JSON. @param metadata added to `format` */
export function importForm(document: unknown, metadata: object = {}, filename = 'spec.json'): FormData {
  const form = new FormData();
  form.append('metadata', JSON.stringify({ format: 'openapi', ...metadata }));
  form.append('file', toBlob(document), filename);
  return form;
}

function toBlob(document: unknown): Blob {
  if (document instanceof Blob) return document;
  return new Blob([typeof document === 'string' ? document : JSON.stringify(document)]);
}
