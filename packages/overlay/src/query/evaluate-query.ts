import { isArray, isObject, type Json } from '@connectory/json';
import type { StepBudget } from '../faults/step-budget.ts';
import { compareValues, nothing, type Value } from './compare-values.ts';
import type { FoundNode, Token } from './found-node.ts';
import type { Comparable, Filter, FilterQuery, FunctionCall, Query, Segment, Selector } from './query.ts';
import { Expressions } from './regexp.ts';
import { singularSelector } from './singular-selector.ts';

/**
 * Evaluates queries on one tree (RFC 9535). The library parses them; this walk evaluates them, because it counts its steps: a library that
 * does not can be kept busy for ever by a short query.
 */
export class QueryEvaluator {
  readonly #root: FoundNode;
  readonly #budget: StepBudget;
  readonly #expressions: Expressions;

  constructor(root: Json, budget: StepBudget) {
    this.#root = { value: root, parent: undefined, token: '' };
    this.#budget = budget;
    this.#expressions = new Expressions(budget);
  }

  /** @returns the nodes in the order of the specification; a node that is selected twice is there twice. */
  find(query: Query): readonly FoundNode[] {
    return this.#follow([this.#root], query.segments);
  }

  #follow(start: readonly FoundNode[], segments: readonly Segment[]): readonly FoundNode[] {
    let nodes = start;
    for (const segment of segments) {
      const found: FoundNode[] = [];
      for (const node of nodes) {
        if (segment.type === 'ChildSegment') this.#select(node, segment.node, found);
        else this.#descend(node, segment.node, found);
        this.#budget.checkSelected(found.length);
      }
      nodes = found;
    }
    return nodes;
  }

  #descend(node: FoundNode, selector: Selector, found: FoundNode[]): void {
    this.#select(node, selector, found);
    this.#eachChild(node, (child) => {
      if (typeof child.value === 'object' && child.value !== null) this.#descend(child, selector, found);
    });
  }

  #select(node: FoundNode, selector: Selector, found: FoundNode[]): void {
    this.#budget.spend(1);
    switch (selector.type) {
      case 'BracketedSelection':
        for (const each of selector.selectors) this.#select(node, each, found);
        return;
      case 'WildcardSelector':
        return this.#eachChild(node, (child) => found.push(child));
      case 'NameSelector':
      case 'MemberNameShorthand':
        if (isObject(node.value) && Object.hasOwn(node.value, selector.value))
          found.push(childOf(node, selector.value));
        return;
      case 'IndexSelector':
        return selectIndex(node, selector.value, found);
      case 'SliceSelector':
        for (const index of sliceOf(node.value, selector)) {
          this.#budget.spend(1);
          found.push(childOf(node, index));
        }
        return;
      case 'FilterSelector':
        return this.#eachChild(node, (child) => {
          if (this.#test(selector.value, child)) found.push(child);
        });
    }
  }

  #eachChild(node: FoundNode, visit: (child: FoundNode) => void): void {
    const { value } = node;
    if (isArray(value)) {
      this.#budget.spend(value.length);
      for (let index = 0; index < value.length; index += 1) visit(childOf(node, index));
    } else if (isObject(value)) {
      const keys = Object.keys(value);
      this.#budget.spend(keys.length);
      for (const key of keys) visit(childOf(node, key));
    }
  }

  #test(filter: Filter, node: FoundNode): boolean {
    this.#budget.spend(1);
    switch (filter.type) {
      case 'LogicalNotExpr':
        return !this.#test(filter.expression, node);
      case 'LogicalAndExpr':
        return this.#test(filter.left, node) && this.#test(filter.right, node);
      case 'LogicalOrExpr':
        return this.#test(filter.left, node) || this.#test(filter.right, node);
      case 'ComparisonExpr':
        return compareValues(this.#value(filter.left, node), this.#value(filter.right, node), filter.op, this.#budget);
      case 'TestExpr': {
        const { expression } = filter;
        if (expression.type === 'FilterQuery') return this.#nodes(expression, node).length > 0;
        return this.#call(expression, node) === true;
      }
    }
  }

  #nodes({ value: query }: FilterQuery, node: FoundNode): readonly FoundNode[] {
    return this.#follow([query.type === 'RelQuery' ? node : this.#root], query.segments);
  }

  #value(comparable: Comparable, node: FoundNode): Value {
    switch (comparable.type) {
      case 'Literal':
        return comparable.value;
      case 'FunctionExpr':
        return this.#call(comparable, node);
      default: {
        const start = comparable.type === 'RelSingularQuery' ? node : this.#root;
        let found: FoundNode[] = [start];
        for (const segment of comparable.segments) {
          const next: FoundNode[] = [];
          for (const each of found) this.#select(each, singularSelector(segment.node), next);
          found = next;
        }
        return found[0] === undefined ? nothing : found[0].value;
      }
    }
  }

  /** The functions of RFC 9535, section 2.4. The parser has checked names and types. */
  #call({ name, arguments: args }: FunctionCall, node: FoundNode): Value {
    const [first, second] = args;
    if (first === undefined) return nothing;
    switch (name) {
      case 'length':
        return this.#lengthOf(this.#argument(first, node));
      case 'count':
        return first.type === 'FilterQuery' ? this.#nodes(first, node).length : nothing;
      case 'value':
        return this.#argument(first, node);
      default: {
        const text = this.#argument(first, node);
        const pattern = second === undefined ? nothing : this.#argument(second, node);
        if (typeof text !== 'string' || typeof pattern !== 'string') return false;
        return this.#expressions.test(pattern, text, name === 'match');
      }
    }
  }

  #argument(argument: FunctionCall['arguments'][number], node: FoundNode): Value {
    switch (argument.type) {
      case 'Literal':
        return argument.value;
      case 'FunctionExpr':
        return this.#call(argument, node);
      case 'FilterQuery': {
        const nodes = this.#nodes(argument, node);
        return nodes.length === 1 && nodes[0] !== undefined ? nodes[0].value : nothing;
      }
      default:
        return this.#test(argument, node);
    }
  }

  #lengthOf(value: Value): Value {
    if (typeof value === 'string') {
      this.#budget.spend(value.length);
      return countCodePoints(value);
    }
    if (value === nothing) return nothing;
    if (isArray(value)) return value.length;
    return isObject(value) ? Object.keys(value).length : nothing;
  }
}

function countCodePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += (text.codePointAt(index) ?? 0) > 0xff_ff ? 2 : 1) count += 1;
  return count;
}

function childOf(parent: FoundNode, token: Token): FoundNode {
  const container = parent.value as { readonly [token: Token]: Json };
  return { value: container[token] ?? null, parent, token };
}

function selectIndex(node: FoundNode, index: number, found: FoundNode[]): void {
  if (!isArray(node.value)) return;
  const { length } = node.value;
  const positive = index < 0 ? index + length : index;
  if (positive >= 0 && positive < length) found.push(childOf(node, positive));
}

interface Slice {
  readonly start: number | null;
  readonly end: number | null;
  readonly step: number | null;
}

/** The indexes of a slice (RFC 9535, section 2.3.4.2.2). */
function* sliceOf(value: Json, slice: Slice): Generator<number, void, undefined> {
  const step = slice.step ?? 1;
  if (!isArray(value) || step === 0) return;
  const { length } = value;
  const normal = (index: number): number => (index >= 0 ? index : length + index);
  const start = normal(slice.start ?? (step > 0 ? 0 : length - 1));
  const end = slice.end === null ? (step > 0 ? length : -1) : normal(slice.end);
  if (step > 0) {
    for (let index = clamp(start, 0, length); index < clamp(end, 0, length); index += step) yield index;
  } else {
    for (let index = clamp(start, -1, length - 1); index > clamp(end, -1, length - 1); index += step) yield index;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
