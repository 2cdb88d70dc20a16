/** The result of a method of the client. */
export type Sent<Body> = Promise<
  | { readonly data: Body; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: unknown; readonly response: Response }
>;

/** Inferred without `undefined`, which compilers add that do not distinguish it from an absent member. */
type Present<Body> = Exclude<Body, undefined>;

/** The body of a response. @throws ApiError */
export async function bodyOf<Body>(sent: Sent<Body>): Promise<Present<Body>> {
  return (await bodyWithEtag(sent)).value;
}

/** The body of a response with its ETag, by which a change can name the state that it is based on. @throws ApiError */
export async function bodyWithEtag<Body>(
  sent: Sent<Body>,
): Promise<{ readonly value: Present<Body>; readonly etag: string }> {
  const { data, response } = await sent;
  // The client throws for errors, so `data` is absent only where the response has no body.
  return { value: data as Present<Body>, etag: response.headers.get('ETag') ?? '' };
}
