import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { isUuid } from '@weir/model';
import type { Pool } from 'pg';
import { Enroller } from '../../../enrol/enroller.js';
import { makeJoinToken, refusalsOfJoinToken } from '../../../enrol/join-tokens.js';
import { DATABASE, READERS } from '../../../store/database.js';
import { type ListedEnrolment, readEnrolments } from '../../../store/enrol/enrolments.js';
import { type JoinTokenRow, readJoinTokens, revokeJoinToken } from '../../../store/enrol/join-tokens.js';
import type { GraphqlContext } from '../context.js';
import { badUserInput } from '../errors.js';
import { labelsOf } from '../types/label.type.js';
import {
  type EnrolmentState,
  EnrolmentType,
  JoinTokenInput,
  JoinTokenResult,
  JoinTokenType,
} from './enrolment.type.js';
import { JoinLines } from './join-lines.js';

const USUAL_MINUTES = 60;

@Resolver()
export class EnrolmentResolver {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(READERS) private readonly readers: Pool,
    private readonly enroller: Enroller,
    private readonly lines: JoinLines,
  ) {}

  @Query(() => [EnrolmentType], {
    description: 'Hosts that joined, those that came last first; who was put out, for 30 days.',
  })
  async enrolments(): Promise<EnrolmentType[]> {
    const now = new Date();
    return (await readEnrolments(this.readers)).map((row) => asEnrolment(row, now));
  }

  @Query(() => [JoinTokenType], { description: 'Join tokens that still let a host join, the newest first.' })
  async joinTokens(): Promise<JoinTokenType[]> {
    return (await readJoinTokens(this.readers)).map(asJoinToken);
  }

  @Mutation(() => JoinTokenResult, {
    description: 'Makes a join token, and tells what to run on a host that is to join. Its secret is told this once.',
  })
  async createJoinToken(
    @Args('input', {
      type: () => JoinTokenInput,
      nullable: true,
      description: 'For how long, how many and which hosts.',
    })
    input: JoinTokenInput | null,
    @Context() { caller, reached }: GraphqlContext,
  ): Promise<JoinTokenResult> {
    const { validMinutes, uses, labels } = input ?? {};
    const asked = { validMinutes: validMinutes ?? USUAL_MINUTES, uses: uses ?? 1, labels: labels ?? [] };
    const ofCaller = { ...asked, createdBy: caller.name };
    const refusals = [...this.lines.refusals(reached), ...refusalsOfJoinToken(ofCaller)];
    if (refusals.length > 0) return { joinToken: null, secret: null, commands: [], refusals };
    const { row, secret } = await makeJoinToken(this.pool, ofCaller);
    return { joinToken: asJoinToken(row), secret, commands: this.lines.of(reached, secret), refusals: [] };
  }

  @Mutation(() => ID, {
    description: 'Takes a join token back: nobody joins by it any more; who joined stays. Answers its id.',
  })
  async revokeJoinToken(@Args('id', { type: () => ID, description: 'Id of the token.' }) id: string): Promise<string> {
    if (!isUuid(id) || !(await revokeJoinToken(this.pool, id)))
      throw badUserInput({ field: 'id', reason: 'is that of no join token' });
    return id;
  }

  @Mutation(() => ID, {
    description:
      'Puts a host out: its credentials are taken back, and its connection ends within seconds. Only a join token made since lets it in again. Answers its id.',
  })
  async revokeEnrolment(
    @Args('hostId', { type: () => ID, description: 'Id of the host.' }) hostId: string,
  ): Promise<string> {
    if (!isUuid(hostId) || !(await this.enroller.revoke(hostId)))
      throw badUserInput({ field: 'hostId', reason: 'is that of no host that is enrolled' });
    return hostId;
  }
}

function asEnrolment({ name, enrolledBy, ...row }: ListedEnrolment, now: Date): EnrolmentType {
  const state: EnrolmentState = row.revokedAt ? 'revoked' : row.expiresAt <= now ? 'expired' : 'active';
  return { ...row, hostName: name, by: enrolledBy, state };
}

function asJoinToken(row: JoinTokenRow): JoinTokenType {
  return { ...row, labels: labelsOf(row.labels) };
}
