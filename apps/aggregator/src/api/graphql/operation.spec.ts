import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { prepareSubscription } from './operation.js';

const schema = buildSchema('type Query { a: Int } type Mutation { b: Int } type Subscription { c(to: Int): Int }');

const messagesOf = (query: string, operationName?: string): readonly string[] => {
  const prepared = prepareSubscription(schema, { query, operationName }, {});
  return Array.isArray(prepared) ? prepared.map(({ message }: Error) => message) : [];
};

describe('prepareSubscription', () => {
  it('prepares a subscription with its variables and context', () => {
    const request = { query: 'subscription S($to: Int) { c(to: $to) }', operationName: 'S', variables: { to: 1 } };
    expect(prepareSubscription(schema, request, 'context')).toMatchObject({
      schema,
      contextValue: 'context',
      operationName: 'S',
      variableValues: { to: 1 },
    });
  });

  it('refuses queries and mutations, also among several operations', () => {
    expect(messagesOf('{ a }')).toEqual([expect.stringContaining('Only subscriptions')]);
    expect(messagesOf('mutation { b }')).toEqual([expect.stringContaining('Only subscriptions')]);
    expect(messagesOf('query Q { a } subscription S { c }', 'Q')).toEqual([expect.stringContaining('Only')]);
    expect(messagesOf('query Q { a } subscription S { c }', 'S')).toEqual([]);
    expect(messagesOf('query Q { a } subscription S { c }')).toHaveLength(1);
  });

  it('refuses what does not parse, and what the schema does not know', () => {
    expect(messagesOf('subscription {')).toEqual([expect.stringContaining('Syntax Error')]);
    expect(messagesOf(`subscription { ${'c '.repeat(2_000)}}`)).toEqual([expect.stringContaining('2000 tokens')]);
    expect(messagesOf('subscription { d }')).toEqual([expect.stringContaining('Cannot query field')]);
  });
});
