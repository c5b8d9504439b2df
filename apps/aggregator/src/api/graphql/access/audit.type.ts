import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outputOnly, DateTime } from '../scalars.js';
import { connectionType } from '../types/page.type.js';
import { AuditOutcomeEnum } from './access.enums.js';

/** What an entry tells besides, by name. */
export const Json = outputOnly('JSON', 'Anything that JSON holds; which names there are depends on what it is of.');

@ObjectType('AuditEntry', { description: 'Something that somebody did, or was not let do. Kept for 400 days.' })
export class AuditEntryType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => DateTime, { description: 'When.' })
  readonly at: Date;

  @Field(() => String, { description: 'Who, by the name of then; empty where nobody is known.' })
  readonly actor: string;

  @Field(() => String, {
    description: 'By what they were let in: `session`, `token`, `local`, `anonymous`; `nobody` where they were not.',
  })
  readonly actorKind: string;

  @Field(() => String, { description: 'The address that it came from; empty where it came from none.' })
  readonly address: string;

  @Field(() => String, {
    description: 'What: the name of a mutation, or `sign-in`, `sign-out`, `set-up`, `enrolment` …',
  })
  readonly action: string;

  @Field(() => String, { nullable: true, description: 'To what, by name or id; null where it is told by nothing.' })
  readonly subject: string | null;

  @Field(() => AuditOutcomeEnum, { description: 'What came of it.' })
  readonly outcome: string;

  @Field(() => Json, { nullable: true, description: 'What was given, without secrets, and why it was refused.' })
  readonly detail: unknown;
}

export const AuditConnection = connectionType(AuditEntryType, 'Audit', 'entries of the audit log');
