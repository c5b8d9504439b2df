import type { INestApplication } from '@nestjs/common';
import { type Request, type Response, Router } from 'express';
import { Accounts } from '../../access/accounts.js';
import { AuditLog } from '../../access/audit-log.js';
import { type Client, Sessions } from '../../access/sessions.js';
import { SetUp } from '../../access/set-up.js';
import { SignIn } from '../../access/sign-in.js';
import { Throttle } from '../../access/throttle.js';
import { CONFIG, type Config } from '../../config/config.js';
import { Identity } from '../guard/identity.js';
import { PageOrigins } from '../page-origins.js';
import { Proxies } from '../proxies.js';
import { formsAlone } from './forms.js';
import { meOf } from './me.js';
import { answered, refuse, textsOf } from './answers.js';
import { giveSession, takeSession } from './session-cookie.js';

/** What signing in and out takes. */
interface Parts {
  readonly config: Config;
  readonly accounts: Accounts;
  readonly audit: AuditLog;
  readonly identity: Identity;
  readonly proxies: Proxies;
  readonly sessions: Sessions;
  readonly setUp: SetUp;
  readonly signIn: SignIn;
  readonly throttle: Throttle;
}

/** Answers below /auth: who is signed in, and signing in and out by name and password. No sign-in is needed for it. */
export function signInRequests(app: INestApplication): Router {
  const parts: Parts = {
    config: app.get<Config>(CONFIG),
    accounts: app.get(Accounts),
    audit: app.get(AuditLog),
    identity: app.get(Identity),
    proxies: app.get(Proxies),
    sessions: app.get(Sessions),
    setUp: app.get(SetUp),
    signIn: app.get(SignIn),
    throttle: app.get(Throttle),
  };
  const forms = formsAlone(app.get(PageOrigins));
  const router = Router();
  router.get('/state', answered(stateOf(parts)));
  router.post('/setup', ...forms, answered(setUpBy(parts)));
  router.post('/sign-in', ...forms, answered(signInBy(parts)));
  router.post('/sign-out', ...forms, answered(signOutBy(parts)));
  return router;
}

function stateOf({ config, setUp, identity, accounts }: Parts) {
  return async (request: Request, response: Response): Promise<void> => {
    const { caller } = await identity.of(request);
    const me = caller && (await meOf(caller, accounts));
    response.json({
      isSetUp: await setUp.isSetUp(),
      isAnonymousAllowed: config.isAnonymousRead,
      oidc: config.oidc && { name: config.oidc.name },
      me: me && { ...me, kind: me.kind.toUpperCase(), role: me.role.toUpperCase() },
    });
  };
}

function setUpBy({ setUp, throttle, sessions, audit, proxies }: Parts) {
  return async (request: Request, response: Response): Promise<void> => {
    const { token, name, password } = textsOf(request.body, ['token', 'name', 'password']);
    const client = clientOf(request, proxies);
    const attempt = { name: null, address: client.address };
    const waitSeconds = await throttle.begin(attempt);
    if (waitSeconds > 0) return tooMany(response, waitSeconds);
    const done = await setUp.use(token, name, password);
    if (done.ok || done.isLinkGood) await throttle.succeed(attempt);
    const outcome = done.ok ? 'ok' : done.isLinkGood ? 'failed' : 'denied';
    await audit.write({ caller: { claimed: name }, address: client.address, action: 'set-up', subject: name, outcome });
    if (!done.ok) return refuse(response, done.isLinkGood ? 400 : 403, 'The form was not taken', done.refusals);
    await giveSession(request, response, { proxies, sessions }, await sessions.begin(done.accountId, client));
    response.status(204).end();
  };
}

function signInBy({ signIn, proxies, sessions }: Parts) {
  return async (request: Request, response: Response): Promise<void> => {
    const { name, password } = textsOf(request.body, ['name', 'password']);
    const done = await signIn.byPassword(name, password, clientOf(request, proxies));
    if (done.ok) {
      await giveSession(request, response, { proxies, sessions }, done.secret);
      response.status(204).end();
    } else if (done.retryAfterSeconds > 0) tooMany(response, done.retryAfterSeconds);
    else refuse(response, 401, 'The name or the password is wrong');
  };
}

function signOutBy({ identity, sessions, audit, proxies }: Parts) {
  return async (request: Request, response: Response): Promise<void> => {
    const { caller } = await identity.of(request);
    if (caller?.kind === 'session' && caller.credentialId !== null) {
      await sessions.end(caller.credentialId, caller.accountId);
      const { address } = proxies.reached(request);
      await audit.write({ caller, address, action: 'sign-out', outcome: 'ok' });
    }
    takeSession(request, response, proxies);
    response.status(204).end();
  };
}

/** Where a request comes from, as a session keeps it. */
export function clientOf(request: Request, proxies: Proxies): Client {
  return { address: proxies.reached(request).address, browser: request.get('user-agent') ?? '' };
}

function tooMany(response: Response, seconds: number): void {
  refuse(response.set('Retry-After', String(seconds)), 429, `Too many attempts: try again in ${seconds} s`);
}
