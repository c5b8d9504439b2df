import type { INestApplication } from '@nestjs/common';
import type { Request, RequestHandler, Response } from 'express';
import { AuditLog } from '../../access/audit-log.js';
import { setCaller } from '../../access/caller.js';
import { Credentials } from '../../access/credentials.js';
import { CONFIG, type Config } from '../../config/config.js';
import { withinScope } from '../../query/caller.js';
import { StoreSetup } from '../../store/store-setup.js';
import { GRAPHQL_PATH } from '../paths.js';
import { Proxies } from '../proxies.js';
import { problemOfStatus, sendProblem } from '../rest/problem.js';
import { notNow, RETRY_AFTER_SECONDS, setbackOf, UNAVAILABLE } from '../unavailable.js';
import { Identity } from './identity.js';
import { isOpen } from './open.js';

export const UNAUTHENTICATED = 401;
/** What is told of a request that is nobody's. */
export const SIGN_IN = 'Sign in, or send an API token: Authorization: Bearer weir_…';
/** What is told of one that shows a token or a session that does not hold. */
export const NO_LONGER =
  'What you are signed in with is unknown, expired or revoked: sign in again, or send another token';

/** Lets in who is known, and to whom nobody knows only what is open; from then on the request is the caller's, within its scope. */
export function guardOf(app: INestApplication): RequestHandler {
  const config = app.get<Config>(CONFIG);
  const proxies = new Proxies(config.trustedProxies);
  const identity = new Identity(config, app.get(Credentials), proxies);
  const [audit, setup] = [app.get(AuditLog), app.get(StoreSetup)];
  const letIn = async (request: Request, response: Response, next: () => void): Promise<void> => {
    const { caller, isForged } = await identity.of(request);
    if (caller) {
      setCaller(request, caller);
      return withinScope(caller.scope, next);
    }
    if (isForged) {
      const { address } = proxies.reached(request);
      await audit.write({ caller: null, address, action: 'request', subject: request.path, outcome: 'denied' });
    }
    refuse(request, response, UNAUTHENTICATED, isForged ? NO_LONGER : SIGN_IN);
  };
  return (request, response, next) => {
    if (isOpen(request.path, config.openPaths)) return next();
    letIn(request, response, next).catch((error: unknown) => {
      const isAway = setup.fault !== null || setbackOf(error) !== null;
      if (isAway) refuse(request, response, UNAVAILABLE, notNow(setup.fault ?? setbackOf(error)?.message ?? ''));
      else next(error);
    });
  };
}

function refuse(request: Request, response: Response, status: number, message: string): void {
  response.set('Cache-Control', 'no-store');
  if (status === UNAVAILABLE) response.set('Retry-After', String(RETRY_AFTER_SECONDS));
  else response.set('WWW-Authenticate', 'Bearer');
  if (request.path !== GRAPHQL_PATH) return sendProblem(response, problemOfStatus(status, message, request.path));
  const code = status === UNAVAILABLE ? 'UNAVAILABLE' : 'UNAUTHENTICATED';
  response.status(status).json({ errors: [{ message, extensions: { code } }] });
}
