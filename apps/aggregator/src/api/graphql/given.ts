import {
  type FieldNode,
  getArgumentValues,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  isInputObjectType,
} from 'graphql';

/** A field's arguments, as its resolver takes them. */
export type Arguments = Readonly<Record<string, unknown>>;

type Declared = Pick<GraphQLArgument | GraphQLInputField, 'name' | 'type' | 'defaultValue'>;

/**
 * What a field is given. To every resolver a null means the default, as if it were left out; GraphQL itself passes it on,
 * and what is priced by it would be priced as nothing. What has no default is left out.
 */
export function givenTo(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Arguments): Arguments {
  return withDefaults(field.args, getArgumentValues(field, node, variables));
}

function withDefaults(declared: readonly Declared[], given: Arguments): Arguments {
  const values = declared.map(
    ({ name, type, defaultValue }) => [name, within(type, given[name] ?? defaultValue)] as const,
  );
  return Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null));
}

/** Lists of objects hold no defaults that anything is priced by. */
function within(type: GraphQLInputType, value: unknown): unknown {
  const wanted = getNullableType(type);
  if (!isInputObjectType(wanted) || typeof value !== 'object' || value === null) return value;
  return withDefaults(Object.values(wanted.getFields()), value as Arguments);
}

/** An object among arguments; one without fields where it is none. */
export function recordOf(value: unknown): Arguments {
  return typeof value === 'object' && value !== null ? (value as Arguments) : {};
}
