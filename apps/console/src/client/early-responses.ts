/** The responses that are asked for while the rest of the console loads, by their addresses. */
const responses = new Map<string, Promise<Response>>();

/** @param url absolute */
export function keepEarlyResponse(url: string, response: Promise<Response>): void {
  responses.set(url, response);
}

/** The response to a request that was sent early. Each is taken once. */
export function takeEarlyResponse({ method, url }: Request): Promise<Response> | undefined {
  if (method !== 'GET') return undefined;
  const response = responses.get(url);
  responses.delete(url);
  return response;
}

/** Whether there are responses that were not taken. */
export function hasEarlyResponses(): boolean {
  return responses.size > 0;
}

/** A response that is not taken at once ages. */
export function dropEarlyResponses(): void {
  responses.clear();
}
