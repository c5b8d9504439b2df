import type { Enrolment, JoinTokenInput } from '../../api/operations/enrolment.js';

/** How long hosts may join by a token, in minutes. */
export const VALID = [
  { minutes: 15, label: '15 minutes' },
  { minutes: 60, label: '1 hour' },
  { minutes: 1_440, label: '1 day' },
] as const;

/** What is typed of a join token. */
export interface JoinForm {
  readonly validMinutes: number;
  readonly uses: number;
  /** `team=shop, site=paris`. */
  readonly labels: string;
}

export const NEW_JOIN: JoinForm = { validMinutes: 60, uses: 1, labels: '' };

/** The token that a form makes. */
export function joinTokenOf({ validMinutes, uses, labels }: JoinForm): JoinTokenInput {
  const pairs = labels
    .split(',')
    .map((label) => label.trim())
    .filter(Boolean);
  return {
    validMinutes,
    uses,
    labels: pairs.map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? { key: pair, value: '' } : { key: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim() };
    }),
  };
}

/** The hosts that joined since a token was made, the newest first. */
export function joinedSince(enrolments: readonly Enrolment[], sinceIso: string): readonly Enrolment[] {
  const since = Date.parse(sinceIso);
  return enrolments
    .filter(({ enrolledAt }) => Date.parse(enrolledAt) >= since)
    .sort((one, other) => Date.parse(other.enrolledAt) - Date.parse(one.enrolledAt));
}
