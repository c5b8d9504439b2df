import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  type OperationTypeNode,
} from 'graphql';
import type { Random } from './random.js';
import type { Values } from './values.js';

/** An operation as it is sent. */
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const MOST_LEVELS = 7;
/** How often a value is of another kind than the schema asks for. */
const WRONG = 0.01;
/** How often a value is null where it may be. */
const NULL = 0.1;

/** Makes operations that a schema allows, with values that it may not. */
export class Operations {
  private variables: Record<string, unknown> = {};
  private declared: string[] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
    private readonly values: Values,
  ) {}

  next(kind: OperationTypeNode): Operation {
    const root = this.schema.getRootType(kind);
    if (!root) throw new Error(`the schema has no ${kind}`);
    this.variables = {};
    this.declared = [];
    const most = kind === 'query' ? 3 : 1;
    const selected = this.random.some(Object.values(root.getFields()), most).slice(0, most);
    const fields = selected.map((field, index) => `f${index}: ${this.field(field, 1)}`);
    const declared = this.declared.length > 0 ? `(${this.declared.join(', ')})` : '';
    return { query: `${kind} Fuzz${declared} { ${fields.join(' ')} }`, variables: this.variables };
  }

  private field({ name, args, type }: GraphQLField<unknown, unknown>, level: number): string {
    const given = args.filter(
      (arg) => isRequiredArgument(arg) || this.random.chance(arg.name === 'after' ? 0.05 : 0.4),
    );
    const list = given.length > 0 ? `(${given.map((arg) => `${arg.name}: ${this.argument(arg)}`).join(', ')})` : '';
    return `${name}${list}${this.selectionOf(getNamedType(type), level)}`;
  }

  private selectionOf(type: GraphQLNamedType, level: number): string {
    if (!isCompositeType(type)) return '';
    if (isUnionType(type)) {
      const each = type.getTypes().map((one) => `... on ${one.name}${this.selectionOf(one, level + 1)}`);
      return ` { __typename ${each.join(' ')} }`;
    }
    if (!isObjectType(type) || level >= MOST_LEVELS) return ' { __typename }';
    return ` { ${this.fieldsOf(type, level).join(' ')} }`;
  }

  private fieldsOf(type: GraphQLObjectType, level: number): string[] {
    return this.random.some(Object.values(type.getFields()), 5).map((field) => this.field(field, level + 1));
  }

  /** A null is something else than what is left out, written as it is or as a variable. */
  private argument(arg: GraphQLArgument): string {
    return !isNonNullType(arg.type) && this.random.chance(NULL) ? 'null' : this.variable(arg);
  }

  private variable(arg: GraphQLArgument): string {
    const name = `v${this.declared.length}`;
    this.declared.push(`$${name}: ${String(arg.type)}`);
    this.variables[name] = this.valueOf(arg.type);
    return `$${name}`;
  }

  private valueOf(type: GraphQLInputType): unknown {
    if (this.random.chance(WRONG)) return this.values.anything();
    if (!isNonNullType(type) && this.random.chance(NULL)) return null;
    const wanted = getNullableType(type);
    if (isListType(wanted)) {
      const entry = wanted.ofType as GraphQLInputType;
      return Array.from({ length: this.random.pick([0, 1, 1, 2, 5]) }, () => this.valueOf(entry));
    }
    if (isEnumType(wanted)) return this.random.pick(wanted.getValues()).name;
    if (isInputObjectType(wanted)) return this.objectOf(Object.values(wanted.getFields()));
    return this.scalarOf(getNamedType(wanted).name);
  }

  private objectOf(fields: readonly (GraphQLArgument | { name: string; type: GraphQLInputType })[]): unknown {
    const some = fields.filter((field) => isRequiredInputField(field as GraphQLArgument) || this.random.chance(0.25));
    const values = Object.fromEntries(some.map(({ name, type }) => [name, this.valueOf(type)]));
    if (typeof values['from'] !== 'string' || typeof values['to'] !== 'string') return values;
    const [from, to] = this.values.range();
    return { ...values, from, to };
  }

  private scalarOf(name: string): unknown {
    if (name === 'Boolean') return this.random.chance(0.5);
    if (name === 'Int' || name === 'Float') return this.values.number();
    if (name === 'DateTime') return this.values.moment();
    return name === 'ID' ? this.values.id() : this.values.text();
  }
}
