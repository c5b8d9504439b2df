import { describe, expect, it } from '@jest/globals';
import { describeRefusal, parseSubject, STREAM_SUBJECTS, subjectOf } from './index.js';

const HOST = '0b9f3c1e-6f43-4a53-9d0c-2f3a4b5c6d7e';

describe('subjects', () => {
  it('says kind and host of its own subjects', () => {
    expect(parseSubject(subjectOf('inventory', HOST))).toEqual({ kind: 'inventory', host: HOST });
  });

  it.each([
    `weir.v1.control.${HOST}`,
    `weir.v2.traffic.${HOST}`,
    'weir.v1.traffic.web-3',
    `weir.v1.traffic.${HOST}.x`,
    'weir.v1.traffic.',
    '',
  ])('knows nothing of %j', (subject) => {
    expect(parseSubject(subject)).toBeNull();
  });

  it('never lets the stream hold control messages', () => {
    expect(STREAM_SUBJECTS).toEqual(['weir.v1.traffic.*', 'weir.v1.inventory.*', 'weir.v1.event.*', 'weir.v1.state.*']);
  });
});

it('describes a refusal in one sentence', () => {
  expect(describeRefusal({ field: 'keys[3]', reason: 'is empty' })).toBe('keys[3]: is empty');
});
