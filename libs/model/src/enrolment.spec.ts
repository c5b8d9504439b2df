import { describe, expect, it } from '@jest/globals';
import {
  ENROLMENT_PROBLEMS,
  enrolmentProblemOf,
  enrolmentProblemType,
  signedEnrolment,
  signedRenewal,
} from './enrolment.js';

describe('the problems of enrolment', () => {
  it('are each known again by their type, and by nothing else', () => {
    expect(ENROLMENT_PROBLEMS.map((each) => enrolmentProblemOf(enrolmentProblemType(each)))).toEqual(
      ENROLMENT_PROBLEMS,
    );
    expect(['about:blank', 'clock', 'urn:weir:enrolment:unheard-of', null].map(enrolmentProblemOf)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('what is signed', () => {
  const request = { token: 't', hostId: 'h', hostName: 'till-1', publicKey: 'U1', at: 7 };

  it('differs where any field does', () => {
    const others = [{ token: 'x' }, { hostId: 'x' }, { hostName: 'x' }, { publicKey: 'x' }, { at: 8 }];
    const texts = [request, ...others.map((other) => ({ ...request, ...other }))].map(signedEnrolment);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('cannot be taken for what is signed at a renewal', () => {
    expect(signedEnrolment(request)).toBe('["weir enrolment","t","h","till-1","U1",7]');
    expect(signedRenewal('h', 'U1', null, 7)).toBe('["weir renewal","h","U1",null,7]');
    expect(signedRenewal('h', 'U1', 'U2', 7)).toBe('["weir renewal","h","U1","U2",7]');
  });
});
