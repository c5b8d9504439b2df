import {
  type FieldNode,
  type FragmentDefinitionNode,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isCompositeType,
  isListType,
  isObjectType,
  isInterfaceType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Arguments, givenTo } from './given.js';
import { MAX_FIELDS, MAX_NESTED_ENTRIES, MAX_REPEATS } from './limits.js';
import { costOfArguments, INTROSPECTION_COST, sizeOfList, timesTold } from './prices.js';

/** An operation's cost, known before anything is read. */
export interface Cost {
  readonly total: number;
  /** The field at the root that costs most, as it is called in the answer. */
  readonly dearest: string;
}

/** Why an operation is refused without counting further. */
export class TooManyFields extends Error {}

/** A field as it is executed: all that is selected of it, in fragments too, under one name of the answer. */
interface Selected {
  readonly parent: GraphQLNamedType;
  readonly nodes: FieldNode[];
}

/** Works out what operations cost; of one schema, document and set of variables. */
export class Pricing {
  private fields = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {}

  /** The cost of an operation whose root has this type. Throws {@link TooManyFields}. */
  of(root: GraphQLNamedType, selection: SelectionSetNode): Cost {
    const fields = [...this.collect(root, [selection]).values()];
    const costs = fields.map((field) => ({ name: nameOf(field.nodes[0]), cost: this.ofField(field, null) }));
    const dearest = costs.reduce((most, each) => (each.cost > most.cost ? each : most), { name: '', cost: -1 });
    return { total: Math.ceil(costs.reduce((sum, { cost }) => sum + cost, 0)), dearest: dearest.name };
  }

  /** `listSize` = how many entries a connection's lists hold, where the field is within one. */
  private ofField({ parent, nodes }: Selected, listSize: number | null): number {
    const [node] = nodes;
    if (!node) return 0;
    if (node.name.value.startsWith('__')) return INTROSPECTION_COST;
    const field = fieldOf(parent, node.name.value);
    if (!field) return 0;
    const type = getNamedType(field.type);
    const given = givenTo(field, node, this.variables);
    const own = costOfArguments(parent.name, field.name, given);
    if (!isCompositeType(type)) return own;
    const isList = isListType(getNullableType(field.type));
    const first = entriesOf(field, given);
    const size = isList
      ? (first ?? listSize ?? sizeOfList(parent.name, field.name))
      : timesTold(parent.name, field.name);
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const each = this.sum(this.collect(type, sets), isList ? null : first);
    return own + size * (1 + each);
  }

  private sum(fields: ReadonlyMap<string, Selected>, listSize: number | null): number {
    return [...fields.values()].reduce((sum, field) => sum + this.ofField(field, listSize), 0);
  }

  /** What is selected, as it would be executed: one entry for each name of the answer. */
  private collect(parent: GraphQLNamedType, sets: readonly SelectionSetNode[]): ReadonlyMap<string, Selected> {
    const fields = new Map<string, Selected>();
    const spread = new Set<string>();
    for (const set of sets) this.collectInto(fields, spread, parent, set);
    this.countRepeats(fields);
    return fields;
  }

  private collectInto(
    fields: Map<string, Selected>,
    spread: Set<string>,
    parent: GraphQLNamedType,
    { selections }: SelectionSetNode,
  ): void {
    for (const selection of selections) {
      if (!this.isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = `${parent.name}.${nameOf(selection)}`;
        const known = fields.get(key);
        if (known) known.nodes.push(selection);
        else fields.set(key, { parent, nodes: [selection] });
        continue;
      }
      const within = this.spreadOf(selection, spread);
      if (within) this.collectInto(fields, spread, this.typeOf(within.on) ?? parent, within.set);
    }
  }

  /** What a fragment selects, once within a selection; null = nothing more. */
  private spreadOf(
    selection: Exclude<SelectionNode, FieldNode>,
    spread: Set<string>,
  ): { readonly on: string | undefined; readonly set: SelectionSetNode } | null {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return { on: selection.typeCondition?.name.value, set: selection.selectionSet };
    }
    const name = selection.name.value;
    const fragment = this.fragments.get(name);
    if (spread.has(name) || !fragment) return null;
    spread.add(name);
    return { on: fragment.typeCondition.name.value, set: fragment.selectionSet };
  }

  private countRepeats(fields: ReadonlyMap<string, Selected>): void {
    const counts = new Map<string, number>();
    for (const { nodes } of fields.values()) {
      const name = nodes[0]?.name.value ?? '';
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      if (count > MAX_REPEATS) {
        throw new TooManyFields(`asks for ${name} more than ${MAX_REPEATS} times in one place, by aliases`);
      }
    }
    this.fields += fields.size;
    if (this.fields > MAX_FIELDS)
      throw new TooManyFields(`asks for more than ${MAX_FIELDS} fields, fragments included`);
  }

  private typeOf(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.schema.getType(name);
  }

  private isIncluded(selection: SelectionNode): boolean {
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, this.variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, this.variables);
    return skip?.['if'] !== true && include?.['if'] !== false;
  }
}

/** What a field is called in the answer. */
function nameOf(node: FieldNode | undefined): string {
  return (node?.alias ?? node?.name)?.value ?? '';
}

/** How many entries are asked for; null = the field takes no `first`. Where nobody says how many, it may be all; more than there may be are refused by the field. */
function entriesOf({ args }: GraphQLField<unknown, unknown>, { first }: Arguments): number | null {
  if (typeof first === 'number') return Math.min(Math.max(first, 1), MAX_NESTED_ENTRIES);
  return args.some(({ name }) => name === 'first') ? MAX_NESTED_ENTRIES : null;
}

function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}
