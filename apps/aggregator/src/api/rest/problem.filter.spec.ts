import { describe, expect, it } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { problemOf } from './problem.filter.js';

const withFields = (message: string, fields: object): Error => Object.assign(new Error(message), fields);

describe('problemOf', () => {
  it('tells what was not found, and where', () => {
    expect(
      problemOf(new NotFoundException('There is no interface with net_id "x"'), '/api/v1/interface/x/stats'),
    ).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is no interface with net_id "x"',
      instance: '/api/v1/interface/x/stats',
    });
  });

  it.each([
    withFields('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' }),
    withFields('the database system is starting up', { code: '57P03' }),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
  ])('answers 503 with a remedy while the database is away: %s', (error) => {
    expect(problemOf(error, '/')).toMatchObject({ status: 503, detail: expect.stringContaining('ask again') });
  });

  it('does not tell its insides', () => {
    const problem = problemOf(new Error('column "secret" does not exist'), '/');
    expect(problem.status).toBe(500);
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(problemOf('thrown text', '/').status).toBe(500);
  });

  it('keeps the status of a client’s fault', () => {
    expect(problemOf(withFields('request entity too large', { status: 413 }), '/')).toMatchObject({
      status: 413,
      title: 'Payload Too Large',
      detail: 'request entity too large',
    });
    expect(problemOf(withFields('odd', { status: 200 }), '/').status).toBe(500);
  });
});
