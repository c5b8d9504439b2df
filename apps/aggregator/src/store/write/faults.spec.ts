import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { blamingData, classify, DataFault } from './faults.js';
import { StaleDirectoryError } from './directory.js';

function databaseError(code: string, constraint?: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('says the server', 0, 'error'), { code, constraint });
}

describe('classify', () => {
  it.each(['21000', '22003', '23505', '54000'])('blames the data for %s', (code) => {
    expect(classify(databaseError(code, 'a_key'))).toBeInstanceOf(DataFault);
  });

  it.each(['08006', '40P01', '40001', '53100', '57P01', '42P01', '23503', '23514'])(
    'blames no message for %s',
    (code) => {
      const error = databaseError(code);
      expect(classify(error)).toBe(error);
    },
  );

  it('blames no message for a broken connection', () => {
    const error = new Error('Connection terminated unexpectedly');
    expect(classify(error)).toBe(error);
  });
});

describe('blamingData', () => {
  it('passes the answer on', () => expect(blamingData(() => 7)).toBe(7));

  it('blames the data for what is thrown, except where memory is what is wrong', () => {
    const throwing = (error: unknown) => (): never => {
      throw error;
    };
    expect(() => blamingData(throwing(new RangeError('too large')))).toThrow(DataFault);
    expect(() => blamingData(throwing('odd'))).toThrow(DataFault);
    expect(() => blamingData(throwing(new StaleDirectoryError('gone')))).toThrow(StaleDirectoryError);
  });
});
