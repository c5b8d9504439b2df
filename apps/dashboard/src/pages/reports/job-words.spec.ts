import { beforeAll, describe, expect, it } from '@jest/globals';
import { setZone } from '../../format/zone.js';
import { causeWords, failureWords, faultWords, isMoving, jobState, wholeState } from './job-words.js';

const QUEUED = { state: 'QUEUED', progress: null, step: null, nextTryAt: null, finishedAt: null } as const;
const AT = '2026-11-22T17:05:00.000Z';
beforeAll(() => setZone('UTC'));

describe('a job', () => {
  it.each([
    [QUEUED, 'none', 'Waits to be begun'],
    [{ ...QUEUED, nextTryAt: AT }, 'warn', 'Tried again at 2026-11-22 17:05'],
    [
      { ...QUEUED, state: 'RUNNING', progress: 0.999, step: 'writes the PDF' },
      'none',
      'Is being made, 99 %, writes the PDF',
    ],
    [{ ...QUEUED, state: 'RUNNING' }, 'none', 'Is being made'],
    [{ ...QUEUED, state: 'DONE', finishedAt: AT }, 'good', 'Done at 2026-11-22 17:05'],
    [{ ...QUEUED, state: 'FAILED', finishedAt: AT }, 'bad', 'Failed at 2026-11-22 17:05, and is not tried again'],
    [{ ...QUEUED, state: 'CANCELLED' }, 'none', 'Ended by somebody'],
  ] as const)('%p is told', (job, tone, words) => expect(jobState(job)).toEqual({ tone, words }));

  it.each([
    [[], 'good', 'Done at 2026-11-22 17:05'],
    [[['mail', 'SENT', null]], 'good', 'Done at 2026-11-22 17:05'],
    [[['mail', 'WAITING', null]], 'good', 'Done at 2026-11-22 17:05'],
    [[['mail', 'WAITING', 'is busy']], 'warn', 'Made at 2026-11-22 17:05, but not delivered yet to mail'],
    [
      [
        ['mail', 'GIVEN_UP', 'refuses it'],
        ['mail', 'GIVEN_UP', 'refuses it'],
        ['chat', 'WAITING', 'is busy'],
        ['hook', 'SENT', 'was busy'],
      ],
      ...(['bad', 'Made at 2026-11-22 17:05, but not delivered to mail, chat'] as const),
    ],
  ] as const)('that was made and sent, %p, is told', (sent, tone, words) => {
    const deliveries = sent.map(([channel, state, failedReason]) => {
      return { channel, state, failedReason, sentAt: state === 'SENT' ? AT : null };
    });
    expect(wholeState({ ...QUEUED, state: 'DONE', finishedAt: AT, deliveries })).toEqual({ tone, words });
    expect(wholeState({ ...QUEUED, deliveries })).toEqual(jobState(QUEUED));
  });

  it('tells whether somebody or its schedule wanted it', () => {
    const job = { dueAt: null, madeBy: 'ada', madeAt: AT };
    expect(causeWords(job)).toBe('asked for by ada at 2026-11-22 17:05');
    expect(causeWords({ ...job, dueAt: AT })).toBe('by its schedule, of 2026-11-22 17:05');
  });

  it('tells by its field why a message did not arrive, and no longer once it did', () => {
    const fault = { sentAt: null, failedField: 'url', failedReason: 'refuses connections' };
    expect(faultWords(fault)).toBe(': url refuses connections');
    expect(faultWords({ ...fault, failedField: null })).toBe(': refuses connections');
    expect(faultWords({ ...fault, sentAt: AT })).toBe('');
    expect(faultWords({ ...fault, failedReason: null })).toBe('');
  });

  it('moves until it is over, and each was told of it or could not be', () => {
    const way = { sentAt: null, failedField: null, failedReason: null };
    expect(isMoving({ state: 'RUNNING', deliveries: [] })).toBe(true);
    expect(isMoving({ state: 'DONE', deliveries: [] })).toBe(false);
    expect(isMoving({ state: 'DONE', deliveries: [{ ...way, sentAt: AT }, way] })).toBe(true);
    expect(isMoving({ state: 'DONE', deliveries: [{ ...way, sentAt: AT }] })).toBe(false);
    expect(isMoving({ state: 'DONE', deliveries: [{ ...way, failedReason: 'is gone' }] })).toBe(false);
  });

  it('tells what went wrong by its field', () => {
    expect(failureWords({ failure: { field: 'host', reason: 'is the id of no host' } })).toBe(
      'host: is the id of no host',
    );
    expect(failureWords({ failure: null })).toBe('');
  });
});
