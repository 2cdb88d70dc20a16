import { FaultError } from '../faults/fault-error.ts';

/** Kinds of XML by their root element or namespace. */
const xmlKinds: readonly { readonly name: string; readonly pattern: RegExp; readonly wayOut: string }[] = [
  {
    name: 'a WSDL document, which describes a SOAP service',
    pattern: /<(?:\w+:)?definitions\b|schemas\.xmlsoap\.org\/wsdl|www\.w3\.org\/ns\/wsdl/,
    wayOut: 'OpenAPI describes HTTP APIs. Upload an OpenAPI document of the service, if it has one.',
  },
  {
    name: 'a WADL document',
    pattern: /<(?:\w+:)?application\b[^>]*wadl|wadl\.dev\.java\.net/,
    wayOut: 'Convert it to OpenAPI first.',
  },
  {
    name: 'OData metadata (EDMX)',
    pattern: /<(?:\w+:)?Edmx\b/i,
    wayOut: 'Convert the OData metadata to OpenAPI first.',
  },
  {
    name: 'an XML schema (XSD)',
    pattern: /<(?:\w+:)?schema\b[^>]*XMLSchema/,
    wayOut: 'A schema describes data, not operations. Upload an OpenAPI document.',
  },
  {
    name: 'a project of SoapUI',
    pattern: /<(?:\w+:)?soapui-project\b/,
    wayOut: 'Export the OpenAPI definition of its REST service, and upload that.',
  },
  {
    name: 'an error response of a server (XML)',
    // Of object stores such as S3, of Azure, and of SOAP.
    pattern: /<(?:Error|ErrorResponse|error)\b[^>]*>\s*<(?:Code|code|m:code|Error)\b|<(?:[\w-]+:)?Fault\b/,
    wayOut:
      'The download of the document failed. Check the address and the credentials, and upload the OpenAPI document.',
  },
  { name: 'an SVG image', pattern: /<svg\b/, wayOut: 'Upload the OpenAPI document of the API.' },
];

const anyXml = { name: 'XML', wayOut: 'Upload the document as JSON or YAML text.' };

/** Characters at the start of a text that are searched for elements. */
const maxStart = 4_000;

/** @throws FaultError for an HTML page or an XML document. */
export function refuseMarkup(text: string): void {
  const start = text.slice(0, maxStart).replaceAll(/<!--.*?-->/gs, '');
  if (!/^\s*<(?:[!?]|[a-z][\w:.-]*[\s/>])/i.test(start)) return;
  if (/<(?:!doctype\s+html|html|head|body)\b/i.test(start)) throw htmlFault(text);
  const { name, wayOut } = xmlKinds.find(({ pattern }) => pattern.test(start)) ?? anyXml;
  throw new FaultError('document_xml', `The file is ${name}, not an OpenAPI document. ${wayOut}`);
}

function htmlFault(text: string): FaultError {
  const page = text.slice(0, 200_000);
  if (/<input\b[^>]{0,300}type=["']?password|<title>[^<]{0,200}(?:log ?in|sign ?in|anmeld|single sign)/i.test(page)) {
    return new FaultError(
      'document_html',
      'The file is a login page (HTML), not an OpenAPI document. The address requires a login: download the document with credentials, and upload it.',
    );
  }
  if (/swagger-ui|redoc|stoplight|scalar|rapidoc/i.test(page)) {
    return new FaultError(
      'document_html',
      'The file is an HTML page that displays an API, not an OpenAPI document. Look in the page for its link to openapi.json, openapi.yaml or swagger.json, and upload that document.',
    );
  }
  return new FaultError(
    'document_html',
    'The file is an HTML page, not an OpenAPI document. Look for a link to openapi.json or openapi.yaml on that page, and upload that document.',
  );
}
