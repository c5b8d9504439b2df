import { describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLError } from 'graphql';
import { LOCAL } from '../../access/caller.js';
import { MAX_COST, MAX_FIELDS, MAX_REPEATS } from './limits.js';
import { prepareSubscription } from './operation.js';

const schema = buildSchema(`
  type Query { a: Int }
  type Mutation { b: Int }
  type Subscription { c(to: Int): Int hosts(first: Int = 50): [Host!]! }
  type Host { name: String neighbours(first: Int = 20): [Host!]! }
`);

const CONTEXT = { caller: LOCAL };

const messagesOf = (query: string, operationName?: string): readonly string[] => {
  const prepared = prepareSubscription(schema, { query, operationName }, CONTEXT);
  return Array.isArray(prepared) ? prepared.map(({ message }: Error) => message) : [];
};

describe('prepareSubscription', () => {
  it('prepares a subscription with its variables and context', () => {
    const request = { query: 'subscription S($to: Int) { c(to: $to) }', operationName: 'S', variables: { to: 1 } };
    expect(prepareSubscription(schema, request, CONTEXT)).toMatchObject({
      schema,
      contextValue: CONTEXT,
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

  it('refuses what costs too much, with its cost, the limit and the remedy', () => {
    const query = 'subscription ($first: Int = 1000) { hosts(first: $first) { neighbours(first: 500) { name } } }';
    expect(prepareSubscription(schema, { query }, CONTEXT)).toMatchObject([
      {
        message: expect.stringMatching(/costs 501000, and may cost 250000; most of it is for hosts: .*lower first/),
        extensions: { code: 'TOO_EXPENSIVE', cost: 501_000, limit: MAX_COST, field: 'hosts' },
      },
    ]);
    expect(prepareSubscription(schema, { query, variables: { first: 10 } }, CONTEXT)).toMatchObject({ schema });
  });

  it('refuses the same field under many aliases, also where it is nested and in fragments', () => {
    const aliases = (count: number): string =>
      Array.from({ length: count }, (_, index) => `n${index}: neighbours { name }`).join(' ');
    const nested = (count: number): string =>
      `subscription { hosts { ...F } } fragment F on Host { ${aliases(count)} }`;
    expect(messagesOf(nested(MAX_REPEATS))).toEqual([]);
    expect(messagesOf(nested(MAX_REPEATS + 1))).toEqual([expect.stringContaining('neighbours more than 20 times')]);
  });

  it('refuses what a few fragments make many fields of', () => {
    const double = (index: number): string =>
      `fragment F${index} on Host { x: neighbours { ...F${index + 1} } y: neighbours { ...F${index + 1} } }`;
    const doubling = Array.from({ length: 7 }, (_, index) => double(index)).join(' ');
    const last = `fragment F7 on Host { ${Array.from({ length: 8 }, (_, index) => `n${index}: name`).join(' ')} }`;
    const query = `subscription { hosts(first: 1) { ...F0 } } ${doubling} ${last}`;
    expect(messagesOf(query)).toEqual([expect.stringContaining(`more than ${MAX_FIELDS} fields`)]);
  });

  it('gives each refusal a code', () => {
    const codesOf = (query: string): unknown[] => {
      const prepared = prepareSubscription(schema, { query }, CONTEXT);
      return Array.isArray(prepared) ? prepared.map(({ extensions }: GraphQLError) => extensions['code']) : [];
    };
    expect(codesOf('subscription {')).toEqual(['GRAPHQL_PARSE_FAILED']);
    expect(codesOf('subscription { d }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(codesOf('{ a }')).toEqual(['BAD_REQUEST']);
  });

  it('refuses what does not parse, and what the schema does not know', () => {
    expect(messagesOf('subscription {')).toEqual([expect.stringContaining('Syntax Error')]);
    expect(messagesOf(`subscription { ${'c '.repeat(2_000)}}`)).toEqual([expect.stringContaining('2000 tokens')]);
    expect(messagesOf('subscription { d }')).toEqual([expect.stringContaining('Cannot query field')]);
  });
});
