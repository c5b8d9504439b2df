import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { TooManyFields } from './cost.js';
import { costOf } from './operation.js';
import { INTROSPECTION_COST } from './prices.js';

const schema = buildSchema(`
  type Query {
    hosts(first: Int = 50): HostConnection!
    interfaces: [Interface!]!
    version: String!
    found: [Found!]!
  }
  type HostConnection { nodes: [Host!]! totalCount: Int! }
  type Host { name: String interfaces: [Interface!]! containers(first: Int): [Interface!]! }
  type Interface { name: String host: Host! }
  union Found = Host | Interface
`);

const costOfQuery = (source: string, variables: Record<string, unknown> = {}): number | null => {
  const document = parse(source);
  const cost = costOf(schema, document, getOperationAST(document)!, variables);
  if (cost instanceof TooManyFields) throw cost;
  return cost && cost.total;
};

describe('the cost of an operation', () => {
  it('is 1 for each object; values of objects cost nothing', () => {
    expect(costOfQuery('{ version }')).toBe(0);
    expect(costOfQuery('{ hosts(first: 1) { totalCount } }')).toBe(1);
    expect(costOfQuery('{ hosts(first: 10) { nodes { name } totalCount } }')).toBe(1 + 10);
  });

  it('multiplies down the tree: by first, by its default, else by what is usual', () => {
    expect(costOfQuery('{ hosts { nodes { name } } }')).toBe(1 + 50);
    expect(costOfQuery('{ hosts(first: 10) { nodes { containers(first: 30) { host { name } } } } }')).toBe(
      1 + 10 * (1 + 30 * (1 + 1)),
    );
    expect(costOfQuery('{ hosts(first: 10) { nodes { interfaces { name } } } }')).toBe(1 + 10 * (1 + 20));
    expect(costOfQuery('{ interfaces { name } }')).toBe(500);
  });

  it('knows variables and their defaults', () => {
    const query = 'query ($first: Int = 7) { hosts(first: $first) { nodes { name } } }';
    expect(costOfQuery(query)).toBe(8);
    expect(costOfQuery(query, { first: 100 })).toBe(101);
    expect(costOfQuery(query, { first: -5 })).toBe(2);
    expect(costOfQuery(query, { first: 'many' })).toBeNull();
  });

  it('counts what is executed once once: fields of one name, and fragments spread twice', () => {
    const nodes = 'nodes { name }';
    expect(costOfQuery(`{ hosts(first: 3) { ${nodes} } hosts(first: 3) { ${nodes} } }`)).toBe(4);
    expect(costOfQuery(`{ ...Q ...Q } fragment Q on Query { hosts(first: 3) { ${nodes} } }`)).toBe(4);
    expect(costOfQuery(`{ a: hosts(first: 3) { ${nodes} } b: hosts(first: 3) { ${nodes} } }`)).toBe(8);
  });

  it('leaves out what is not included', () => {
    const query =
      'query ($with: Boolean!) { hosts(first: 2) { nodes { name interfaces @include(if: $with) { name } } } }';
    expect(costOfQuery(query, { with: false })).toBe(3);
    expect(costOfQuery(query, { with: true })).toBe(3 + 2 * 20);
    expect(costOfQuery('{ hosts(first: 2) @skip(if: true) { totalCount } }')).toBe(0);
  });

  it('counts each kind that an entry may be', () => {
    const one = '... on Host { interfaces { name } }';
    expect(costOfQuery(`{ found { ${one} } }`)).toBe(500 * 21);
    expect(costOfQuery(`{ found { ${one} ... on Interface { host { name } } } }`)).toBe(500 * 22);
  });

  it('lets the schema be asked for, at a price', () => {
    expect(costOfQuery('{ __schema { types { name } } __typename }')).toBe(2 * INTROSPECTION_COST);
  });

  it('does not loop on a fragment that spreads itself', () => {
    expect(costOfQuery('{ hosts(first: 1) { nodes { ...F } } } fragment F on Host { name ...F }')).toBe(2);
  });
});
