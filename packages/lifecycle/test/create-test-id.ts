/** Makes a function that returns distinct ids of the length of a ULID, the same ones in each test. */
export function createTestIds(): () => string {
  let count = 0;
  return () => `01ARZ3NDEKTSV4RR${String((count += 1)).padStart(10, '0')}`;
}
