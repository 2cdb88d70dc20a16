import type { OtherFormat } from './other-format.ts';

const exportText = 'Export or copy the OpenAPI document as JSON or YAML text.';
const packDocument = 'Upload the OpenAPI document of the API.';

/** Formats that are ZIP archives inside, by a file that they hold. */
const archiveFormats: readonly (OtherFormat & { readonly pattern: RegExp })[] = [
  { name: 'a Word document (.docx)', pattern: /^word\//, wayOut: exportText },
  { name: 'an Excel workbook (.xlsx)', pattern: /^xl\//, wayOut: exportText },
  { name: 'a PowerPoint presentation (.pptx)', pattern: /^ppt\//, wayOut: exportText },
  { name: 'an Android app', pattern: /^AndroidManifest\.xml$/, wayOut: packDocument },
  { name: 'an e-book (.epub)', pattern: /^META-INF\/container\.xml$/, wayOut: packDocument },
  { name: 'a Java archive (.jar)', pattern: /^META-INF\/MANIFEST\.MF$/, wayOut: packDocument },
  { name: 'an OpenDocument file (such as .odt or .ods)', pattern: /^META-INF\/manifest\.xml$/, wayOut: exportText },
];

/** Recognises the format of an archive without an OpenAPI document by the paths of its files. */
export function recogniseArchive(paths: readonly string[]): OtherFormat | undefined {
  return archiveFormats.find(({ pattern }) => paths.some((path) => pattern.test(path)));
}
