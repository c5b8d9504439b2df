import { describe, expect, it } from '@jest/globals';
import { BadRequestException, InternalServerErrorException, NotFoundException } from '@nestjs/common';
import { TooSlowError } from '../../query/snapshot.js';
import { OverloadedError } from '../../store/bounded-pool.js';
import { UnavailableError } from '../unavailable.js';
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

  it.each([
    [new UnavailableError('its tables are being made'), 503, 'Not now: its tables are being made'],
    [new OverloadedError(), 503, 'too much is being asked at once'],
    [new TooSlowError('no answer within 10000 ms'), 504, 'narrow the range (from, to)'],
    [withFields('canceling statement due to statement timeout', { code: '57014' }), 504, 'narrow the range (from, to)'],
  ])('says what to do about it: %s', (error, status, remedy) => {
    expect(problemOf(error, '/')).toMatchObject({ status, detail: expect.stringContaining(remedy) });
  });

  it('tells an id of what is unexpected, and nothing of its insides', () => {
    const problem = problemOf(new Error('column "secret" does not exist'), '/');
    expect(problem).toMatchObject({ status: 500, errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(problemOf('thrown text', '/')).toMatchObject({ status: 500, errorId: expect.any(String) });
    expect(problemOf(new InternalServerErrorException('secret'), '/').detail).not.toContain('secret');
  });

  it('names the parameter at fault', () => {
    const refused = Object.assign(new BadRequestException('from: is not before to'), {
      refusal: { field: 'from', reason: 'is not before to' },
    });
    expect(problemOf(refused, '/')).toMatchObject({ status: 400, field: 'from', detail: 'from: is not before to' });
  });

  it('says where to look when there is nothing at a path', () => {
    expect(problemOf(new NotFoundException('Cannot GET /api/v2?x=1'), '/api/v2')).toMatchObject({
      status: 404,
      detail: 'There is nothing at /api/v2; /api/docs tells what there is',
    });
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
