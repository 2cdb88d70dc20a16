/** Where a generated client sends its requests. */
export interface Connection {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly fetch: typeof fetch;
}

/** Arguments of one operation, as both generators name them. */
export interface Arguments {
  readonly path?: { readonly [name: string]: string };
  readonly query?: { readonly [name: string]: string | number | boolean | readonly string[] };
  readonly body?: unknown;
  /** The parts of a multipart body. */
  readonly form?: { readonly [part: string]: unknown };
}

export interface Reply {
  readonly status: number;
  /** The parsed body, of errors too. */
  readonly body: unknown;
}

/** Calls one operation by its operationId. */
export type CallOperation = (operationId: string, given: Arguments) => Promise<Reply>;

/** A call that was made, and its response. */
export interface RecordedCall {
  readonly operationId: string;
  readonly given: Arguments;
  readonly reply: Reply;
}

export interface GeneratedClient {
  connect(connection: Connection): CallOperation;
  /** Writes TypeScript into the folder of the client that makes calls, and takes their responses, with the generated types. */
  writeCall(call: RecordedCall): string;
  /** What precedes the calls. */
  readonly imports: string;
}

/** A generator of clients. */
export interface ClientGenerator {
  readonly name: string;
  /** Generates a client into the folder. @param document path of the OpenAPI document, as JSON */
  generate(document: string, folder: string): Promise<GeneratedClient>;
}
