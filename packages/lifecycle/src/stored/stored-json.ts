/** Parses JSON that this service has written itself, so that its type is known. Never use it on input. */
export function parseStored<Value>(text: string): Value {
  return JSON.parse(text) as Value;
}
