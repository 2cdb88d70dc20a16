import type { OtherFormat } from './other-format.ts';

interface TextFormat extends OtherFormat {
  /** One of them matches. A list matches if its patterns match one after the other. */
  readonly patterns: readonly (RegExp | readonly RegExp[])[];
}

/**
 * Characters at the start of a text that decide its format. The patterns are linear in them: none has a part that matches any text
 * between two others.
 */
const maxStart = 20_000;

const sourceCode = 'Upload the OpenAPI document that the code serves or generates, as JSON or YAML.';
const notAnApi = 'Upload the OpenAPI document of the API itself.';

/** An OpenAPI document in a code block: its lines look like a document of their own. */
const codeBlock: TextFormat = {
  name: 'Markdown text with an OpenAPI document in a code block',
  wayOut: 'Save the text between the lines with ``` as a file, and upload that.',
  patterns: [/^(?:```|~~~)[^\n`~]*\n\s*(?:---\s+)?(?:\{\s*)?["']?(?:openapi|swagger)["']?[ \t]*:/m],
};

/** Formats that are neither JSON nor YAML, or only by accident, the most specific first. */
const textFormats: readonly TextFormat[] = [
  codeBlock,
  {
    name: 'JSON text inside of a JSON string',
    wayOut: 'It was encoded twice: decode the string, and upload its text.',
    patterns: [/^"\s*\{(?:\s|\\[nrt])*\\"/],
  },
  {
    name: 'a Git LFS pointer, which stands for a file that is stored elsewhere',
    wayOut: 'Run "git lfs pull", and upload the file itself.',
    patterns: [/^version https:\/\/git-lfs\.github\.com\/spec\//],
  },
  {
    name: 'a RAML document',
    wayOut: 'Convert it to OpenAPI first.',
    patterns: [/^#%RAML /],
  },
  {
    name: 'an API Blueprint',
    wayOut: 'Convert it to OpenAPI first.',
    patterns: [
      /^FORMAT: *1A/m,
      [/^#{1,4} Group .+$/m, /^#{1,5} .*\[(?:GET|POST|PUT|PATCH|DELETE)\b/m],
      /^#{1,5} .*\[(?:GET|POST|PUT|PATCH|DELETE)(?: [^[\]]*)?\][^\S\n]*$/m,
    ],
  },
  {
    name: 'a Protocol Buffers definition (.proto)',
    wayOut:
      'Generate an OpenAPI document from it, for example with protoc-gen-openapiv2 of grpc-gateway, and upload the result.',
    patterns: [
      /^[ \t]*(?:syntax *= *["']proto[23]["']|edition *= *["']\d{4}["']) *;/m,
      [/^package [\w.]+;/m, /^(?:message|service) \w+ *\{/m],
    ],
  },
  {
    name: 'a Thrift definition',
    wayOut: 'Thrift has no OpenAPI form. Upload an OpenAPI document of the HTTP API, if it has one.',
    patterns: [[/^namespace (?:\*|[a-z]+) [\w.]+[^\S\n]*$/m, /^(?:struct|service) \w+/m]],
  },
  {
    name: 'a TypeSpec program',
    wayOut: 'Compile it with the emitter @typespec/openapi3, and upload the openapi.yaml that it writes.',
    patterns: [/^import "(?:@typespec|@azure-tools)\/|^using (?:TypeSpec|Azure)\b|^@service\b/m],
  },
  {
    name: 'a Smithy model',
    wayOut: 'Convert it with the smithy-openapi plugin of the Smithy build, and upload the result.',
    patterns: [
      /^\$version: *"[12](?:\.0)?"\s/m,
      [/^namespace [\w.]+[^\S\n]*$/m, /^(?:service|structure|operation|resource) \w+ *\{/m],
    ],
  },
  {
    name: 'a GraphQL schema',
    wayOut: 'GraphQL has no OpenAPI form. Upload an OpenAPI document of the HTTP API, if it has one.',
    patterns: [
      /^(?:extend )?(?:type|interface|input|enum) \w+(?: implements [\w &]*| *)(?:@[^{\n]*)?\{|^schema *(?:@[^{\n]*)?\{|^(?:scalar|directive @)\w+/m,
    ],
  },
  {
    name: 'a Bruno collection file',
    wayOut: 'Upload the OpenAPI document of the API, or convert the collection to OpenAPI first.',
    patterns: [/^meta \{[^\S\n]*\n\s*name:/],
  },
  {
    name: 'an HTTP response with its headers',
    wayOut: 'Save the body alone, for example with "curl --output openapi.json" without "--include".',
    patterns: [/^HTTP\/[\d.]+ \d{3}/],
  },
  {
    name: 'a list of HTTP requests (.http file)',
    wayOut: 'Upload the OpenAPI document of the API, or convert the requests to OpenAPI first.',
    patterns: [/^(?:###.*\n+)?(?:GET|POST|PUT|PATCH|DELETE) (?:https?:\/\/|\{\{)\S*/],
  },
  {
    name: 'a curl command',
    wayOut: 'Upload the response of the command, if that is an OpenAPI document.',
    patterns: [/^\$? *curl /],
  },
  {
    name: 'a link',
    wayOut: 'Download the document and upload it, or give the link as "schemaURL".',
    patterns: [/^\[InternetShortcut\]|^https?:\/\/\S+\s*$/],
  },
  {
    name: 'a path of a file',
    wayOut: 'Upload the content of the file. With curl, write -F file=@openapi.yaml.',
    patterns: [/^@?(?:[\w.~-]*\/)*[\w.-]+\.(?:json|ya?ml)\s*$/],
  },
  {
    name: 'JSON in a function call (JSONP)',
    wayOut: 'Remove the call around the JSON.',
    patterns: [/^(?:\/\*\*\/)?[\w$.]+\(\s*\{\s*"/],
  },
  {
    name: 'JavaScript or TypeScript code',
    wayOut: sourceCode,
    patterns: [
      /^(?:[;!(]*function *\(|["']use strict["'];|(?:\/\*(?:[^*]|\*(?!\/))*\*\/\s*|\/\/.*\n\s*)*(?:import\s+[\w*{][^\n]*from\s*["']|import\s*["']|export (?:default|const|function|class|interface|type)\b|module\.exports|(?:const|let|var) [\w${,} ]+=|window\.|\(\(\)=>|\(self\.|\(this,|\(window))/,
    ],
  },
  {
    name: 'Python code',
    wayOut: sourceCode,
    patterns: [/^#!.*python/m, /^from [\w.]+ import /m, [/^import \w+[^\S\n]*$/m, /^(?:def|class|from) /m]],
  },
  {
    name: 'Java or C# code',
    wayOut: sourceCode,
    patterns: [/^(?:package [\w.]+;|using [\w.]+;)\s/m],
  },
  {
    name: 'a shell script',
    wayOut: notAnApi,
    patterns: [/^#!\/(?:usr\/)?bin\//],
  },
  {
    name: 'a CSV table',
    wayOut: notAnApi,
    patterns: [/^[\w "-]+(?:[,;\t][\w "-]+){2,}\r?\n[^\n:,;\t]*(?:[,;\t][^\n:,;\t]*){2,}(?:\r?\n|$)/],
  },
  {
    name: 'a configuration file (TOML, INI or .env)',
    wayOut: notAnApi,
    patterns: [
      /^(?:[#;][^\n]*\n|\s)*(?:\[{1,2}[\w ."'-]+\]{1,2}[^\S\n]*(?:\n|$)|(?:export )?[\w.-]{1,60}[ \t]*=[^\n]*(?:\n(?:[#;\n[]|[\w.-]{1,60}[ \t]*=)|$))/,
    ],
  },
  {
    name: 'Markdown text',
    wayOut: 'Look in it for a link to openapi.json or openapi.yaml, and upload that document.',
    patterns: [[/^#{1,3} \S.*\n/, /^#{1,6} |^```|\]\(https?:|^[*-] /m]],
  },
];

/** Recognises the format of a text that is no OpenAPI document. */
export function recogniseText(text: string): OtherFormat | undefined {
  const start = text.slice(0, maxStart).trimStart();
  return textFormats.find(({ patterns }) =>
    patterns.some((pattern) => matchesInOrder(start, pattern instanceof RegExp ? [pattern] : pattern)),
  );
}

/** Whether a text holds an OpenAPI document in a code block of Markdown. */
export function findCodeBlock(text: string): OtherFormat | undefined {
  return codeBlock.patterns.some((pattern) => pattern instanceof RegExp && pattern.test(text.slice(0, maxStart)))
    ? codeBlock
    : undefined;
}

function matchesInOrder(text: string, patterns: readonly RegExp[]): boolean {
  let rest = text;
  return patterns.every((pattern) => {
    const match = pattern.exec(rest);
    rest = match === null ? '' : rest.slice(match.index + match[0].length);
    return match !== null;
  });
}
