/** Violations that the proxy reports without a fault of client or service. */
export const knownViolations: readonly {
  readonly operations: readonly string[];
  /** Where, and the keyword of JSON Schema. */
  readonly violation: string;
  readonly reason: string;
}[] = [
  {
    operations: ['ImportHTTPConnector', 'ImportHTTPConnectorVersion'],
    violation: 'request.body.metadata: type',
    reason:
      'Prism takes each part of a multipart body as text, and does not parse parts of JSON. The test validates this part itself.',
  },
];

export function isKnown(operationId: string, violation: string): boolean {
  return knownViolations.some((known) => known.operations.includes(operationId) && known.violation === violation);
}
