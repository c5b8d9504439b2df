import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { GraphQLError, locatedError } from 'graphql';
import { CallerGoneError, TooSlowError } from '../../query/snapshot.js';
import { OverloadedError } from '../../store/bounded-pool.js';
import { badUserInput, formatError, formatSocketError } from './errors.js';

const formatted = {
  message: 'column "secret" does not exist',
  path: ['hosts', 0],
  locations: [{ line: 1, column: 3 }],
};
const internal = { ...formatted, extensions: { code: 'INTERNAL_SERVER_ERROR' } };

describe('errors of GraphQL', () => {
  let logged: string[];

  beforeEach(() => {
    logged = [];
    jest.spyOn(Logger.prototype, 'error').mockImplementation((...told: unknown[]) => void logged.push(told.join(' ')));
  });

  afterEach(() => void jest.restoreAllMocks());

  it('pass where they are meant for the client', () => {
    const error = badUserInput({ field: 'from', reason: 'is not before to' });
    expect(formatError(error.toJSON(), error)).toEqual({
      message: 'from: is not before to',
      extensions: { code: 'BAD_USER_INPUT', field: 'from' },
    });
    expect(logged).toEqual([]);
  });

  it('that are unexpected are told as an id alone, under which they are logged', () => {
    const told = formatError(internal, new Error('column "secret" does not exist'));
    expect(told).toMatchObject({ path: ['hosts', 0], extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(JSON.stringify(told)).not.toContain('secret');
    expect(logged).toEqual([expect.stringContaining('secret')]);
    expect(logged[0]).toContain(`hosts.0 failed (error ${String(told.extensions?.['errorId'])})`);
  });

  it('of an answer that does not fit the schema are unexpected too', () => {
    const error = new GraphQLError('Int cannot represent non 32-bit signed integer value: 4000000000');
    expect(formatError({ ...internal, message: error.message }, error).message).not.toContain('4000000000');
    expect(logged).toHaveLength(1);
  });

  it.each([
    [new OverloadedError(), 'OVERLOADED'],
    [new TooSlowError('no answer within 10000 ms'), 'TIMEOUT'],
    [Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }), 'TIMEOUT'],
    [new CallerGoneError('nobody waits'), 'CANCELLED'],
    [new Error('Connection terminated unexpectedly'), 'UNAVAILABLE'],
  ])('that are setbacks are told and not logged: %s', (error, code) => {
    expect(formatError(internal, error)).toMatchObject({ extensions: { code } });
    expect(logged).toEqual([]);
  });

  it('are the same over a WebSocket, where nobody has given them a code', () => {
    const thrown = locatedError(new Error('column "secret" does not exist'), undefined, ['traffic']);
    const told = formatSocketError(thrown);
    expect(told).toMatchObject({ path: ['traffic'], extensions: { errorId: expect.any(String) } });
    expect(JSON.stringify(told)).not.toContain('secret');
    const refused = locatedError(badUserInput({ field: 'interfaces', reason: 'holds x' }), undefined, ['traffic']);
    expect(formatSocketError(refused)).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'interfaces' } });
    expect(formatSocketError(new GraphQLError('Variable "$x" got invalid value'))).toMatchObject({
      message: 'Variable "$x" got invalid value',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});
