import type { OtherFormat } from './other-format.ts';

const exportText = 'Export or copy the OpenAPI document as JSON or YAML text.';
const packDocument = 'Upload the OpenAPI document of the API.';
const convertFirst = 'Upload the OpenAPI document of the API, or convert it to OpenAPI first.';

/** Formats that are ZIP archives inside, by a file that they hold. */
const archiveFormats: readonly (OtherFormat & { readonly pattern: RegExp })[] = [
  { name: 'a Word document (.docx)', pattern: /^word\//, wayOut: exportText },
  { name: 'an Excel workbook (.xlsx)', pattern: /^xl\//, wayOut: exportText },
  { name: 'a PowerPoint presentation (.pptx)', pattern: /^ppt\//, wayOut: exportText },
  { name: 'an Android app', pattern: /^AndroidManifest\.xml$/, wayOut: packDocument },
  { name: 'an e-book (.epub)', pattern: /^META-INF\/container\.xml$/, wayOut: packDocument },
  { name: 'a Java archive (.jar)', pattern: /^META-INF\/MANIFEST\.MF$/, wayOut: packDocument },
  { name: 'an archive of Postman collections', pattern: /\.postman_collection\.json$/i, wayOut: convertFirst },
  { name: 'an archive of AsyncAPI documents', pattern: /(?:^|\/)asyncapi\.(?:json|ya?ml)$/i, wayOut: packDocument },
  { name: 'an archive of Protocol Buffers definitions', pattern: /\.proto$/i, wayOut: convertFirst },
  { name: 'an archive of RAML documents', pattern: /\.raml$/i, wayOut: convertFirst },
  { name: 'an archive of WSDL documents', pattern: /\.wsdl$/i, wayOut: packDocument },
  { name: 'an archive of GraphQL schemas', pattern: /\.(?:graphqls?|gql)$/i, wayOut: packDocument },
  { name: 'an OpenDocument file (such as .odt or .ods)', pattern: /^META-INF\/manifest\.xml$/, wayOut: exportText },
];

/** Recognises the format of an archive without an OpenAPI document by the paths of its files. */
export function recogniseArchive(paths: readonly string[]): OtherFormat | undefined {
  return archiveFormats.find(({ pattern }) => paths.some((path) => pattern.test(path)));
}
