import { applyDecorators, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ENROLMENT_PATH, type EnrolmentProblem, enrolmentProblemType, RENEWAL_PATH } from '@weir/model';
import type { Request, Response } from 'express';
import { type AuditEntry, AuditLog } from '../../access/audit-log.js';
import { cut } from '../../access/kept-text.js';
import { Enroller } from '../../enrol/enroller.js';
import type { EnrolmentOutcome, EnrolmentRefusal } from '../../enrol/outcome.js';
import { Proxies } from '../proxies.js';
import { ApiAnswer, failures } from '../rest/answer.docs.js';
import { ApiProblem } from '../rest/problem.docs.js';
import { problemOfStatus, sendProblem } from '../rest/problem.js';
import { Enrolled, ENROLLED_EXAMPLE, Enrolment, Renewal } from './enrolment.docs.js';
import { ApiEnrolmentProblem } from './problem.docs.js';

const STATUS: Readonly<Record<EnrolmentProblem, number>> = {
  request: 400,
  clock: 400,
  signature: 401,
  'token-unknown': 403,
  'token-expired': 403,
  'token-used-up': 403,
  'token-revoked': 403,
  'not-enrolled': 403,
  expired: 403,
  revoked: 403,
  replayed: 409,
  'host-taken': 409,
  'key-taken': 409,
  off: 501,
  unavailable: 503,
};

/** What both routes refuse alike. */
function ApiRefused(path: string): MethodDecorator {
  return applyDecorators(
    ApiEnrolmentProblem(400, path, 'The body cannot be read, or the host’s clock is off.', [
      { problem: 'request', detail: 'publicKey: is no public nkey of a user (U and 55 more)', field: 'publicKey' },
      { problem: 'clock', detail: 'at: is 7200 s behind the aggregator’s clock …', field: 'at' },
    ]),
    ApiEnrolmentProblem(401, path, 'It is not signed by the key that it names.', [
      { problem: 'signature', detail: 'signature: is not of this request by this key', field: 'signature' },
    ]),
    ApiProblem(429, 'Too much is asked from this address: ask again in 10 s', path),
    ApiEnrolmentProblem(501, path, 'Enrolment is not on.', [
      { problem: 'off', detail: 'enrolment: is not on here: NATS has no accounts …', field: 'enrolment' },
    ]),
    ...failures(path),
  );
}

/** How hosts join. Both routes need no sign-in: a token and signatures prove who asks. */
@ApiTags('enrolment')
@Controller()
export class EnrolmentController {
  constructor(
    private readonly enroller: Enroller,
    private readonly proxies: Proxies,
    private readonly audit: AuditLog,
  ) {}

  @Post(ENROLMENT_PATH)
  @HttpCode(200)
  @ApiOperation({
    summary: 'Lets a host join.',
    description:
      'An agent with a join token, and a key that it made, gets credentials for NATS. Said again with the same key and token, as after a lost answer, it is no second use. Needs no sign-in.',
  })
  @ApiBody({ type: Enrolment })
  @ApiAnswer(Enrolled, 'Credentials of the host.', ENROLLED_EXAMPLE)
  @ApiRefused(ENROLMENT_PATH)
  @ApiEnrolmentProblem(403, ENROLMENT_PATH, 'The token lets nobody in, or not this host.', [
    { problem: 'token-unknown', detail: 'token: is no join token of this weir …', field: 'token' },
    {
      problem: 'token-expired',
      detail: 'token: was good until 2026-11-21T12:00:00.000Z: make a new one',
      field: 'token',
    },
    { problem: 'token-used-up', detail: 'token: was used as often as it may be: make a new one', field: 'token' },
    { problem: 'token-revoked', detail: 'token: was revoked: make a new one', field: 'token' },
    { problem: 'revoked', detail: 'hostId: is that of a host that was revoked …', field: 'hostId' },
  ])
  @ApiEnrolmentProblem(409, ENROLMENT_PATH, 'The host’s id or the key is another’s, or the request came before.', [
    { problem: 'host-taken', detail: 'hostId: is enrolled with another key …', field: 'hostId' },
    { problem: 'key-taken', detail: 'publicKey: is that of another host: make a key for each', field: 'publicKey' },
    { problem: 'replayed', detail: 'at: is not newer than what this host signed before …', field: 'at' },
  ])
  async enrol(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.answer('enrolment', request, response, await this.enroller.enrol(request.body));
  }

  @Post(RENEWAL_PATH)
  @HttpCode(200)
  @ApiOperation({
    summary: 'Gives a host new credentials, of its key or of the next one.',
    description:
      'Agents ask for it when two thirds of the time have passed that theirs hold, and change their key each time. Needs no sign-in.',
  })
  @ApiBody({ type: Renewal })
  @ApiAnswer(Enrolled, 'New credentials of the host.', ENROLLED_EXAMPLE)
  @ApiRefused(RENEWAL_PATH)
  @ApiEnrolmentProblem(403, RENEWAL_PATH, 'The host may not send any more.', [
    {
      problem: 'not-enrolled',
      detail: 'publicKey: is not the one that this host is enrolled with …',
      field: 'publicKey',
    },
    { problem: 'expired', detail: 'hostId: had credentials until 2026-11-21T12:00:00.000Z …', field: 'hostId' },
    { problem: 'revoked', detail: 'hostId: is that of a host that was revoked …', field: 'hostId' },
  ])
  @ApiEnrolmentProblem(409, RENEWAL_PATH, 'The next key was used before, or the request came before.', [
    { problem: 'key-taken', detail: 'next.publicKey: was used before: make a new key', field: 'next.publicKey' },
    { problem: 'replayed', detail: 'at: is not newer than what this host signed before …', field: 'at' },
  ])
  async renew(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.answer('renewal', request, response, await this.enroller.renew(request.body));
  }

  private async answer(action: string, request: Request, response: Response, outcome: EnrolmentOutcome): Promise<void> {
    const { address } = this.proxies.reached(request);
    await this.audit.write({ ...entryOf(request.body, outcome), action, address });
    if (outcome.ok) response.json(outcome.answer);
    else refuse(request, response, outcome.refusal);
  }
}

const LONGEST_TEXT = 255;

/** Who it says that it is, and what let it in; no token, and no signature. */
function entryOf(
  body: unknown,
  outcome: EnrolmentOutcome,
): Pick<AuditEntry, 'caller' | 'subject' | 'outcome' | 'detail'> {
  const { hostId, hostName, publicKey } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const told = [hostId, hostName, publicKey].map((each) => (typeof each === 'string' ? cut(each, LONGEST_TEXT) : null));
  const [id = null, name = null, key = null] = told;
  const subject = outcome.ok ? outcome.answer.hostId : id;
  return {
    caller: { claimed: name ?? id ?? '' },
    ...{ subject, outcome: outcome.ok ? 'ok' : 'denied' },
    detail: { publicKey: key, ...(outcome.ok ? { by: outcome.by } : { reason: outcome.refusal.problem }) },
  };
}

function refuse(request: Request, response: Response, { problem, field, reason }: EnrolmentRefusal): void {
  const status = STATUS[problem];
  const details = problemOfStatus(status, `${field}: ${reason}`, request.path);
  sendProblem(response, { ...details, type: enrolmentProblemType(problem), field });
}
