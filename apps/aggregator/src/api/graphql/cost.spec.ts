import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isEnumType,
  isInputObjectType,
  isRequiredInputField,
  parse,
} from 'graphql';
import { TooManyFields } from './cost.js';
import { costOf } from './operation.js';
import { MAX_COST } from './limits.js';
import { INTROSPECTION_COST } from './prices.js';
import { DateTime } from './scalars.js';

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

const real = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'));

Object.assign(real.getType('DateTime')!, { parseValue: DateTime.parseValue, parseLiteral: DateTime.parseLiteral });

type Variables = Record<string, unknown>;

const costOn = (schema: GraphQLSchema, source: string, variables: Variables = {}): number | null => {
  const document = parse(source);
  const cost = costOf(schema, document, getOperationAST(document)!, variables);
  if (cost instanceof TooManyFields) throw cost;
  return cost && cost.total;
};
const costOfQuery = (source: string, variables?: Variables): number | null => costOn(schema, source, variables);

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
    // What no list answers is told by the field itself, not by its cost.
    expect(costOfQuery(query, { first: 2_000_000_000 })).toBe(1 + 1_000);
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

  it('takes a null for what its resolver does: the default, else all that there may be', () => {
    expect(costOfQuery('{ hosts(first: null) { nodes { name } } }')).toBe(1 + 50);
    const query = 'query ($first: Int) { hosts(first: $first) { nodes { containers(first: $first) { name } } } }';
    expect(costOfQuery(query, { first: null })).toBe(1 + 50 * (1 + 1_000));
    expect(costOfQuery(query, { first: 2 })).toBe(1 + 2 * (1 + 2));
  });
});

describe('the cost of an operation of our schema', () => {
  const RANGE = { from: '2026-11-20T12:00:00Z', to: '2026-11-20T13:00:00Z' };
  /** What takes an input, by name, with its type. */
  const inputs = Object.values(real.getQueryType()!.getFields()).flatMap(({ name, args }) => {
    const input = args.find((each) => each.name === 'input');
    const type = input && getNamedType(input.type);
    return isInputObjectType(type) ? [[name, type] as const] : [];
  });
  /** The least that may be given. */
  const needed = (type: GraphQLInputObjectType): Record<string, unknown> =>
    Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isRequiredInputField(field))
        .map((field) => {
          const of = getNamedType(field.type);
          if (isInputObjectType(of)) return [field.name, needed(of)];
          return [field.name, isEnumType(of) ? of.getValues()[0]?.name : 'a'];
        }),
    );
  const optional = (type: GraphQLInputObjectType): string[] =>
    Object.values(type.getFields()).flatMap((field) => (isRequiredInputField(field) ? [] : [field.name]));

  it('is not made small by nulls in lists of lists', () => {
    const nested = (first: string): number | null =>
      costOn(
        real,
        `{ hosts${first} { nodes { interfaces${first} { host { interfaces${first} { host { interfaces${first} { id } } } } } } } }`,
      );
    expect(nested('(first: null)')).toBe(nested(''));
    expect(nested('(first: null)')).toBeGreaterThan(MAX_COST);
  });

  it('is that of 300 points where they are null', () => {
    const asked = (points: string): number | null =>
      costOn(
        real,
        `{ series(input: { from: "${RANGE.from}", to: "${RANGE.to}", counters: null, points: ${points} }) { at } }`,
      );
    expect(asked('null')).toBe(asked('300'));
    expect(asked('null')).toBeGreaterThan(asked('100')!);
  });

  it.each(inputs.filter(([, type]) => optional(type).length > 0))(
    'is not made small by nulls in the input of %s',
    (name, type) => {
      const ids = type.getFields()['hosts']
        ? { hosts: ['a'] }
        : type.getFields()['containers']
          ? { containers: ['a'] }
          : {};
      const range = type.getFields()['from'] ? RANGE : {};
      const cost = (given: object): number | null =>
        costOn(real, `query ($input: ${type.name}!) { ${name}(input: $input) { __typename } }`, {
          input: { ...needed(type), ...range, ...ids, ...given },
        });
      const nulls = optional(type)
        .filter((field) => !(field in ids))
        .map((field) => [field, null] as const);
      expect(nulls.length + 1).toBeGreaterThan(1);
      expect(cost({})).toBeGreaterThan(1);
      for (const one of nulls) expect([one, cost(Object.fromEntries([one]))]).toEqual([one, cost({})]);
      expect(cost(Object.fromEntries(nulls))).toBe(cost({}));
    },
  );

  it.each([
    ['timeline { nodes { id } }', 551],
    ['timeline(kinds: [ALERT]) { nodes { id } }', 51],
    ['timelineMarks(from: "2026-11-20T12:00:00Z", to: "2026-11-21T12:00:00Z") { id }', 1_500],
    ['changeKinds', 500],
    ['previewAlertRule(days: null, rule: { name: "CPU", per: HOST }) { count }', 500 + 7_000 + 1],
  ])('of alerts and the timeline is that of what is looked through: %s', (field, expected) => {
    expect(costOn(real, `{ ${field} }`)).toBe(expected);
  });

  it('of traffic before and after grows with the minutes, and is that of one host where one is named', () => {
    const around = (args: string): number | null =>
      costOn(real, `{ beforeAndAfter(at: "2026-11-20T12:00:00Z", ${args}) { ratio } }`);
    expect(around('minutes: null')).toBe(around('minutes: 30'));
    expect(around('minutes: 60')).toBeGreaterThan(around('minutes: 30')!);
    expect(around('host: "a"')).toBeLessThan(around('minutes: 30')! / 10);
  });

  it('is that of what is read, where that is not what is asked', () => {
    const { from, to } = RANGE;
    const cost = (query: string): number => costOn(real, query) ?? NaN;
    const correlation = (one: string): number =>
      cost(`{ correlation(input: { from: "${from}", to: "${to}", one: ${one}, other: { host: "a" } }) { chance } }`);
    const [ofInterface, ofHost, ofFleet] = ['{ interface: "a" }', '{ host: "a" }', '{ filter: {}, host: null }'].map(
      correlation,
    );
    expect(ofHost! / ofInterface!).toBeGreaterThan(1.5);
    expect(ofFleet! / ofHost!).toBeGreaterThan(9);
    expect(cost('{ forecast(input: { filter: {} }) { sentence } }')).toBeGreaterThan(10_000);
    expect(cost('{ forecast(input: { host: "a" }) { sentence } }')).toBeLessThan(2_000);
    expect(cost('{ capacity(first: 100) { linkCount } }')).toBeGreaterThan(
      2 * cost('{ capacity(interface: "a") { linkCount } }'),
    );
    expect(cost('{ pattern(id: "1") { movedWith { chance } } }')).toBeLessThan(MAX_COST);
    expect(cost('{ patterns { nodes { movedWith { chance } } } }')).toBeGreaterThan(MAX_COST);
    expect(cost('subscription { patternsChanged { pattern { sentence } } }')).toBeLessThan(100);
    expect(cost('subscription { patternsChanged { pattern { movedWith { chance } } } }')).toBeGreaterThan(MAX_COST);
  });
});
