/** A part of a statement, with its values. */
export class SqlFragment {
  readonly template: TemplateStringsArray;
  readonly values: readonly unknown[];
  constructor(template: TemplateStringsArray, values: readonly unknown[]) {
    this.template = template;
    this.values = values;
  }
}

/**
 * Makes a fragment that several statements share, as in `` where ${holdsClaim(claim)} ``. A statement must always get the same fragment in
 * the same place, because its text is prepared once. Fragments do not nest.
 */
export function sqlFragment(template: TemplateStringsArray, ...values: readonly unknown[]): SqlFragment {
  return new SqlFragment(template, values);
}
