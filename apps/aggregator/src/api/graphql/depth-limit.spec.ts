import { describe, expect, it } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { depthLimit, MAX_DEPTH } from './depth-limit.js';

const schema = buildSchema('type Query { node: Node } type Node { node: Node name: String }');
const errorsOf = (source: string): readonly string[] =>
  validate(schema, parse(source), [depthLimit]).map(({ message }) => message);
const nested = (levels: number): string => `${'{ node '.repeat(levels - 1)}{ name }${' }'.repeat(levels - 1)}`;

describe('depthLimit', () => {
  it('lets operations of the greatest depth pass, and no deeper one', () => {
    expect(errorsOf(nested(MAX_DEPTH))).toEqual([]);
    expect(errorsOf(nested(MAX_DEPTH + 1))).toEqual([expect.stringContaining('deeper than 10')]);
  });

  it('looks into fragments', () => {
    const deep = `fragment Deep on Node ${nested(MAX_DEPTH)} query { node { ...Deep } }`;
    expect(errorsOf(deep)).toHaveLength(1);
    expect(errorsOf(`{ node { ... on Node ${nested(MAX_DEPTH)} } }`)).toHaveLength(1);
  });

  it('does not loop on a fragment that spreads itself', () => {
    expect(errorsOf('fragment Loop on Node { node { ...Loop } } query { node { ...Loop } }')).toEqual([]);
  });

  it('looks into a fragment once, however often it is spread', () => {
    const twice = (index: number): string => `fragment F${index} on Node { ...F${index + 1} ...F${index + 1} }`;
    const doubling = Array.from({ length: 100 }, (_, index) => twice(index)).join(' ');
    expect(errorsOf(`{ node { ...F0 } } ${doubling} fragment F100 on Node { name }`)).toEqual([]);
    expect(errorsOf(`{ node { ...F0 } } ${doubling} fragment F100 on Node ${nested(MAX_DEPTH)}`)).toHaveLength(1);
  });

  it('leaves introspection alone', () => {
    expect(errorsOf(getIntrospectionQuery())).toEqual([]);
  });
});
