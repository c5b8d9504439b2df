import type { EnrolmentAnswer, EnrolmentProblem, Refusal } from '@weir/model';

/** Why somebody is not let in: what kind of fault it is, the field that it is about, and what to do. */
export interface EnrolmentRefusal extends Refusal {
  readonly problem: EnrolmentProblem;
}

/** What came of a request. */
export type EnrolmentOutcome =
  | { readonly ok: true; readonly answer: EnrolmentAnswer; readonly by: string }
  | { readonly ok: false; readonly refusal: EnrolmentRefusal };

/** Ends a transaction with a refusal. */
export class RefusedEnrolment extends Error {
  constructor(readonly refusal: EnrolmentRefusal) {
    super(refusal.reason);
  }
}

export function refused(problem: EnrolmentProblem, field: string, reason: string): RefusedEnrolment {
  return new RefusedEnrolment({ problem, field, reason });
}
