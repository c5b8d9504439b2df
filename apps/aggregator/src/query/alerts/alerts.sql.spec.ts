import { describe, expect, it } from '@jest/globals';
import { Statement } from '../sql.js';
import { alertFilterSql } from './alerts.sql.js';

describe('the filter of alerts', () => {
  it.each([
    ['hosts alone', { host: { eq: 'web-1' }, hostLabels: [{ key: 'tier' }] }],
    ['hosts and what is on them', { host: { eq: 'web-1' }, hostLabels: [{ key: 'tier' }], classes: ['container'] }],
    ['hosts and a text', { host: { eq: 'web-1' }, text: 'shop' }],
  ] as const)('of %s uses each value that it places: PostgreSQL refuses one whose type nothing tells', (_, filter) => {
    const statement = new Statement();
    const sql = alertFilterSql(statement, filter).join();
    const used = new Set([...sql.matchAll(/\$(\d+)::/g)].map(([, place]) => Number(place)));
    expect(used).toEqual(new Set(statement.values.map((_value, index) => index + 1)));
  });
});
