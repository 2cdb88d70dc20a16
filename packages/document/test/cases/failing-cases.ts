/** Cases that fail at present. Remove a line with the change that makes its case right. */
export const failingCases: ReadonlySet<string> = new Set([
  // identifiers.test.ts
]);
