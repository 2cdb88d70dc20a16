import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { packFiles } from './pack-archive.ts';
import { read, readFault } from './read.ts';

/** Name of the format in the message, and a document in it. */
const others: readonly (readonly [name: string, document: string | object])[] = [
  [
    'a Postman collection',
    {
      info: { name: 'x', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
      item: [],
    },
  ],
  ['a Postman collection', { info: { _postman_id: '1', name: 'x' }, item: [{ name: 'a', request: {} }] }],
  [
    'a Postman collection',
    { collection: { info: { schema: 'https://schema.postman.com/collection/json/v2.1.0/draft-07/collection.json' } } },
  ],
  ['a Postman collection (version 1)', { id: '1', name: 'x', order: [], requests: [{ url: '/a' }] }],
  ['a Postman environment', { id: '1', name: 'x', values: [], _postman_variable_scope: 'environment' }],
  ['an Insomnia export', { _type: 'export', __export_format: 4, resources: [] }],
  ['an Insomnia export', 'type: collection.insomnia.rest/5.0\nname: x\ncollection: []\n'],
  ['a Thunder Client collection', { client: 'Thunder Client', collectionName: 'x', requests: [] }],
  ['a Hoppscotch collection', [{ v: 2, name: 'x', folders: [], requests: [] }]],
  ['a Bruno collection file', 'meta {\n  name: x\n  type: http\n}\n\nget {\n  url: https://a.example\n}\n'],
  ['a HAR file', { log: { version: '1.2', creator: {}, entries: [] } }],
  ['an AsyncAPI document', 'asyncapi: 3.0.0\ninfo: {title: x, version: "1"}\nchannels: {}\n'],
  ['an OpenRPC document', { openrpc: '1.2.6', info: {}, methods: [] }],
  ['an OpenAPI Overlay', 'overlay: 1.0.0\ninfo: {title: x, version: 1.0.0}\nactions: []\n'],
  ['an Arazzo document', 'arazzo: 1.0.0\ninfo: {title: x, version: 1.0.0}\nsourceDescriptions: []\nworkflows: []\n'],
  ['a Swagger 1.x document', { swaggerVersion: '1.2', apis: [] }],
  ['a RAML document', '#%RAML 1.0\ntitle: x\n/pets:\n  get:\n'],
  ['a RAML document', '#%RAML 0.8\ntitle: x\nbaseUri: https://a.example/{version}\n'],
  ['a GraphQL introspection result', { data: { __schema: { types: [] } } }],
  ['a GraphQL introspection result', { __schema: { types: [] } }],
  [
    'a GraphQL schema',
    'type Query {\n  pets(first: Int): [Pet!]!\n}\n\n"""A pet"""\ntype Pet implements Node {\n  id: ID!\n}\n',
  ],
  ['a GraphQL schema', '# Pets\nschema {\n  query: Query\n}\n'],
  [
    'an API Blueprint',
    'FORMAT: 1A\nHOST: https://a.example\n\n# Pets API\n\n## Pets [/pets]\n\n### List [GET]\n\n+ Response 200\n',
  ],
  ['an API Blueprint', '# GET /message [GET]\n+ Response 200 (text/plain)\n\n        Hello World!\n'],
  [
    'a Protocol Buffers definition',
    '// Pets\nsyntax = "proto3";\n\npackage pets.v1;\n\nmessage Pet {\n  string id = 1;\n}\n',
  ],
  [
    'a Protocol Buffers definition',
    'package pets;\nimport "a.proto";\n\nservice Pets {\n  rpc Get (A) returns (B);\n}\n',
  ],
  [
    'a TypeSpec program',
    'import "@typespec/http";\n\nusing TypeSpec.Http;\n\n@service(#{ title: "Pets" })\nnamespace Pets;\n',
  ],
  ['a Smithy model', '$version: "2"\n\nnamespace example.pets\n\nservice Pets {\n    version: "1"\n}\n'],
  ['a Smithy model', { smithy: '2.0', shapes: {} }],
  ['a configuration file', '# Settings\n[server]\nport = 8080\n'],
  ['a configuration file', 'title = "x"\n\n[owner]\nname = "y"\n'],
  ['a configuration file', 'A=b\nexport C=d\n'],
  ['Markdown text with an OpenAPI document', '# API\n\n```yaml\nopenapi: 3.0.3\ninfo: {title: T}\n```\n'],
  ['Markdown text with an OpenAPI document', '```json\n{\n  "openapi": "3.0.3"\n}\n```\n'],
  ['Markdown text with an OpenAPI document', 'The document:\n\n~~~\nswagger: "2.0"\n~~~\n'],
  ['JSON text inside of a JSON string', JSON.stringify(JSON.stringify({ openapi: '3.0.3' }))],
  ['a Google API Discovery document', { kind: 'discovery#restDescription', discoveryVersion: 'v1', id: 'pets:v1' }],
  ['a JSON Schema', { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' }],
  ['a JSON Schema', { type: 'object', properties: { a: {} } }],
  ['a JSON Schema', { $ref: '#/definitions/A', definitions: { A: {} } }],
  ['a part of an OpenAPI document', 'info: {title: x}\npaths: {/a: {get: {}}}\n'],
  ['a part of an OpenAPI document', { components: { schemas: {} } }],
  ['a package.json file', { name: 'x', version: '1.0.0', dependencies: {} }],
  ['a package lock file', { name: 'x', lockfileVersion: 3, packages: {} }],
  ['a TypeScript configuration', { compilerOptions: { strict: true } }],
  ['a configuration of Redocly', 'apis:\n  main:\n    root: openapi.yaml\n'],
  ['a ruleset of Spectral', 'extends: spectral:oas\nrules: {}\n'],
  ['an AWS CloudFormation template', 'AWSTemplateFormatVersion: "2010-09-09"\nResources: {}\n'],
  ['a Kubernetes manifest', 'apiVersion: v1\nkind: Service\nmetadata: {name: x}\n'],
  ['a Docker Compose file', 'services:\n  web:\n    image: nginx\n'],
  ['an error response of a server', { message: 'Not Found', documentation_url: 'https://docs.example' }],
  ['an error response of a server', { type: 'about:blank', title: 'Unauthorized', status: 401 }],
  ['an error response of a server', { error: { code: 401, message: 'no' } }],
  ['an HTTP response with its headers', 'HTTP/1.1 200 OK\ncontent-type: application/json\n\n{"openapi":"3.0.0"}'],
  ['a list of HTTP requests', '### List\nGET https://a.example/pets\nAccept: application/json\n'],
  ['a curl command', "curl -X GET 'https://a.example/openapi.json' -H 'accept: application/json'"],
  ['a link', 'https://a.example/openapi.json\n'],
  ['a link', '[InternetShortcut]\nURL=https://a.example/openapi.json\n'],
  ['a path of a file', '@openapi.yaml'],
  ['a path of a file', './specs/openapi.json\n'],
  ['JSON in a function call', 'callback({"openapi":"3.0.0"});'],
  [
    'JavaScript or TypeScript code',
    '!function(e,t){"object"==typeof exports?module.exports=t():e.x=t()}(this,function(){return{a:1}});',
  ],
  [
    'JavaScript or TypeScript code',
    '/* swagger-ui */\nwindow.onload = function() {\n  window.ui = SwaggerUIBundle({ url: "/a" });\n};\n',
  ],
  ['JavaScript or TypeScript code', '(()=>{var e={1:(e,t)=>{t.x=1}};})();'],
  ['JavaScript or TypeScript code', "// Pets\nimport { z } from 'zod';\n\nexport const pet = z.object({});\n"],
  ['JavaScript or TypeScript code', 'const spec = {\n  openapi: "3.0.0",\n};\nmodule.exports = spec;\n'],
  ['Python code', 'from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get("/")\ndef read():\n    return {}\n'],
  ['Java or C# code', 'package com.example.pets;\n\nimport java.util.List;\n\npublic class Pet {\n}\n'],
  ['a shell script', '#!/bin/sh\nset -e\ncurl https://a.example\n'],
  ['a CSV table', 'method,path,summary\nGET,/pets,List of pets\nPOST,/pets,Add a pet\n'],
  ['Markdown text', '# Pets API\n\nThe *pets* API.\n\n## Usage\n\n```\ncurl https://a.example\n```\n'],
  [
    'a Git LFS pointer',
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n',
  ],
];

describe('a document in another format', () => {
  test.each(others)('is recognised as %s', async (name, document) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document, null, 2);
    const { code, message } = await readFault(text);
    expect([code, message]).toEqual(['document_other_format', expect.stringContaining(`The document is ${name}`)]);
    expect(message).toMatch(/not an OpenAPI document\. [A-Z].+\.$/);
  });

  test.each(others)('is recognised as %s behind a byte order mark, blank lines and gzip', async (name, document) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    const { message } = await readFault(gzipSync(`\uFEFF\r\n\n${text}`));
    expect(message).toContain(`The document is ${name}`);
  });

  test.each([
    ['a WSDL document', '<?xml version="1.0"?>\n<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">'],
    ['a WADL document', '<application xmlns="http://wadl.dev.java.net/2009/02"><resources/></application>'],
    ['OData metadata', '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">'],
    ['an XML schema', '<!-- a --><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'],
    ['a project of SoapUI', '<con:soapui-project name="x" xmlns:con="http://eviware.com/soapui/config">'],
    ['an SVG image', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['an error response of a server (XML)', '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>'],
    [
      'an error response of a server (XML)',
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault/></s:Body></s:Envelope>',
    ],
    ['XML', '<rss version="2.0"/>'],
  ])('is recognised as %s', async (name, document) => {
    const { code, message } = await readFault(document);
    expect([code, message]).toEqual(['document_xml', expect.stringContaining(`The file is ${name}`)]);
  });

  test.each([
    ['a login page', '<html><head><title>Sign in to Acme</title></head><body></body></html>'],
    [
      'a login page',
      `<!doctype html><html><body>${' '.repeat(5_000)}<form><input name="p" type="password"></form></body></html>`,
    ],
    ['an HTML page that displays an API', '<html><body><div id="swagger-ui"></div></body></html>'],
    ['an HTML page', '<html><body>Hi</body></html>'],
  ])('is recognised as %s', async (name, document) => {
    const { code, message } = await readFault(document);
    expect([code, message]).toEqual(['document_html', expect.stringContaining(`The file is ${name}`)]);
  });

  test.each([
    ['a Word document', { '[Content_Types].xml': '<a/>', 'word/document.xml': '<a/>' }],
    ['an Excel workbook', { '[Content_Types].xml': '<a/>', 'xl/workbook.xml': '<a/>' }],
    ['a PowerPoint presentation', { '[Content_Types].xml': '<a/>', 'ppt/presentation.xml': '<a/>' }],
    ['an OpenDocument file', { mimetype: 'application/vnd.oasis.opendocument.text', 'META-INF/manifest.xml': '<a/>' }],
    ['an archive of Postman collections', { 'pets.postman_collection.json': '{"info":{},"item":[]}' }],
    ['an archive of AsyncAPI documents', { 'docs/asyncapi.yaml': 'asyncapi: 3.0.0\n' }],
    ['an archive of Protocol Buffers definitions', { 'pets/v1/pets.proto': 'syntax = "proto3";' }],
    ['a Java archive', { 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0', 'a/B.class': '' }],
  ])('is recognised as %s, although it is a ZIP archive', async (name, files) => {
    const { code, message } = await readFault(packFiles(files));
    expect([code, message]).toEqual(['document_other_format', expect.stringContaining(`The document is ${name}`)]);
  });

  test.each([
    ['a file of an older Office version', 'd0cf11e0a1b11ae10000'],
    ['a RAR archive', '526172211a0700'],
    ['a 7z archive', '377abcaf271c0004'],
    ['compressed with xz', 'fd377a585a000004'],
    ['compressed with bzip2', '425a6839314159'],
    ['compressed with Zstandard', '28b52ffd2400'],
    ['a WebP image', '52494646000000005745425056503820'],
    ['a SQLite database', '53514c69746520666f726d6174203300'],
  ])('is recognised by its first bytes as %s', async (name, hex) => {
    const { code, message } = await readFault(Buffer.from(hex, 'hex'));
    expect([code, message]).toEqual(['document_binary', expect.stringContaining(`The file is ${name}`)]);
  });

  test('is named as what it is when only the spelling of its version member is wrong', async () => {
    const { code, message } = await readFault('OpenAPI: 3.0.0\ninfo: {}\n');
    expect(code).toBe('document_not_openapi');
    expect(message).toMatch(/"OpenAPI" has to be called "openapi"/);
  });
});

describe('an OpenAPI document', () => {
  test.each([
    ['that holds the members of other formats', { asyncapi: 1, __schema: {}, log: { entries: [] }, message: 'x' }],
    ['with the description of another format', { info: { description: '# Pets\n\n## List [GET]\n' } }],
  ])('%s is accepted', async (_, members) => {
    await read(JSON.stringify({ ...members, openapi: '3.0.0' }));
  });

  test('with an error keeps the error of its syntax, in spite of its descriptions', async () => {
    const { code } = await readFault('openapi: 3.0.0\ninfo:\n\tdescription: |\n# Pets [GET]\ntype Query {\n');
    expect(code).toBe('document_not_yaml');
  });

  test('that was compressed twice is accepted', async () => {
    await read(gzipSync(gzipSync('{"openapi":"3.0.0"}')));
  });
});

describe('recognising a format', () => {
  test.each([
    ['comments', '/**/'.repeat(100_000)],
    ['commas', `a,b,c\n${','.repeat(400_000)}:`],
    ['headings', '# a\n'.repeat(100_000)],
    ['groups', '# Group a\n'.repeat(40_000)],
    ['inputs', `<html>${'<input '.repeat(60_000)}`],
    ['titles', `<html>${'<title>'.repeat(60_000)}`],
    ['comment openings', '<!--'.repeat(100_000)],
    ['namespaces', `${'namespace a\n'.repeat(30_000)}\t:`],
    ['packages', `${'package a;\n'.repeat(30_000)}\t:`],
    ['imports', `${'import a\n'.repeat(30_000)}\t:`],
    ['path segments', `${'a/'.repeat(200_000)}\t:`],
    ['types', `${'type a @'.repeat(50_000)}\t:`],
  ])('takes linear time for %s', async (_, text) => {
    const before = process.cpuUsage();
    await readFault(text);
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000);
  });
});
