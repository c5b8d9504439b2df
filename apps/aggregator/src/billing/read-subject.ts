import { isUuid } from '@weir/model';
import { refusalOfNul } from '../query/nul.js';
import { type Subject, SUBJECT_KINDS, type SubjectKind } from './quota.js';

/** What is billed, as the API gives it. */
export interface WrittenSubject {
  readonly kind: string;
  readonly host?: string | null;
  readonly name?: string | null;
}

/** Notes what is wrong with a field, to be read behind its name. */
export type Refuse = (field: string, reason: string) => void;

const LONGEST_NAME = 255;
const OF_HOSTS: readonly SubjectKind[] = ['host', 'uplink'];
const NAMELESS: readonly SubjectKind[] = ['fleet', 'host'];

/** Reads what is billed; every fault is told at once. */
export function readSubject(given: WrittenSubject, refuse: Refuse): Subject {
  const kind = oneOf(SUBJECT_KINDS, 'subject.kind', given.kind, refuse);
  const [host, name] = [given.host ?? null, given.name ?? null];
  if (OF_HOSTS.includes(kind) && host === null) refuse('subject.host', `is needed: give the id of the host`);
  if (kind === 'fleet' && host !== null) refuse('subject.host', 'must be left out: the fleet is all hosts');
  if (host !== null && !isUuid(host)) refuse('subject.host', 'is the id of no host: take it from the list of hosts');
  const isNameless = NAMELESS.includes(kind);
  if (isNameless && name !== null) refuse('subject.name', `must be left out: a ${kind} is all of it`);
  if (!isNameless && (name === null || name === '' || name.length > LONGEST_NAME))
    refuse('subject.name', `is needed: give the name of the ${kind}, 1 to ${LONGEST_NAME} characters`);
  refuseNul('subject.name', name, refuse);
  return { kind, host, name };
}

/** Reads one of some words; the first of them where it is none. */
export function oneOf<Value extends string>(
  values: readonly [Value, ...Value[]],
  field: string,
  given: string,
  refuse: Refuse,
): Value {
  const value = values.find((each) => each === given);
  if (value === undefined) refuse(field, `must be one of ${values.join(', ')}`);
  return value ?? values[0];
}

/** Refuses a text that no name can be. */
export function refuseNul(field: string, text: string | null, refuse: Refuse): void {
  const refusal = refusalOfNul(field, [text]);
  if (refusal) refuse(refusal.field, refusal.reason);
}
