import { GraphQLError, GraphQLScalarType, type ValueNode, valueFromASTUntyped } from 'graphql';

/** An object whose fields depend on something else: they are looked at by whoever takes it, each by its name. */
function objectScalar(name: string, description: string): GraphQLScalarType {
  const parseValue = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw new GraphQLError(`${name} must be an object`, { extensions: { code: 'BAD_USER_INPUT' } });
  };
  const parseLiteral = (node: ValueNode, variables?: Record<string, unknown> | null): unknown =>
    parseValue(valueFromASTUntyped(node, variables));
  return new GraphQLScalarType({ name, description, serialize: (value) => value, parseValue, parseLiteral });
}

export const FilterJson = objectScalar(
  'FilterJson',
  'A filter as the input `Filter` takes it, so that what is answered can be given: `{"stack": {"eq": "shop"}}`.',
);

export const ChannelSettings = objectScalar(
  'ChannelSettings',
  'Settings of a channel by name, as `channelKinds` lists them for its kind: `{"host": "smtp.example.org", "port": 587}`.',
);
