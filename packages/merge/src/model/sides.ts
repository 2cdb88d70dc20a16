/** The three states of a value: as imported when it was first edited, as the user has it, and as the new import made it. */
export interface Sides<Value> {
  readonly base: Value;
  readonly ours: Value;
  readonly theirs: Value;
}
