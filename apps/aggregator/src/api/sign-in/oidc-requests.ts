import type { INestApplication } from '@nestjs/common';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { OidcSignIn } from '../../access/oidc/oidc-sign-in.js';
import { ownPath } from '../../access/oidc/own-path.js';
import { Sessions } from '../../access/sessions.js';
import { CONFIG, type Config } from '../../config/config.js';
import { cookieOf } from '../guard/presented.js';
import { Proxies } from '../proxies.js';
import { setbackOf } from '../unavailable.js';
import { type OidcCookie, oidcCookie } from './oidc-cookie.js';
import { type OidcPage, refusalPage } from './oidc-page.js';
import { giveSession } from './session-cookie.js';
import { clientOf } from './sign-in-requests.js';

/** What signing in by a provider takes. */
interface Parts {
  readonly signIn: OidcSignIn;
  readonly cookie: OidcCookie;
  readonly proxies: Proxies;
  readonly sessions: Sessions;
  /** Where people reach us: they are led nowhere else. */
  readonly publicUrl: string;
  readonly refuse: (response: Response, refusal: OidcPage) => void;
}

/** Answers below /auth/oidc: leads to the provider, and takes in who comes back. Answers nothing where there is no provider. */
export function oidcRequests(app: INestApplication): Router {
  const { oidc, publicUrl } = app.get<Config>(CONFIG);
  const signIn = app.get<OidcSignIn | null>(OidcSignIn);
  const router = Router();
  if (!signIn || !oidc || publicUrl === null) return router;
  const refuse = (response: Response, refusal: OidcPage): void => {
    const { status, html } = refusalPage(refusal, { provider: oidc.name, publicUrl });
    response.status(status).type('html').send(html);
  };
  const parts = {
    ...{ signIn, cookie: oidcCookie(publicUrl), publicUrl, refuse },
    ...{ proxies: app.get(Proxies), sessions: app.get(Sessions) },
  };
  router.get('/start', shown(parts, leadThere(parts)));
  router.get('/callback', shown(parts, takeBack(parts)));
  return router;
}

/** Whoever begins by another name of ours would come back by one that has no cookie: it begins there, then. */
function leadThere({ signIn, cookie, proxies, publicUrl, refuse }: Parts) {
  const home = new URL(publicUrl).host;
  return async (request: Request, response: Response): Promise<void> => {
    // Once: what is between may hide by which name one comes.
    if (proxies.reached(request).host !== home && request.query['home'] === undefined) {
      const again = new URLSearchParams({ to: ownPath(request.query['to']), home: '' });
      return response.redirect(303, `${publicUrl}/auth/oidc/start?${again}`);
    }
    const way = await signIn.begin(request.query['to']);
    if (!way.ok) return refuse(response, way.fault);
    response.cookie(cookie.name, way.value.cookie, cookie.options).redirect(303, way.value.address);
  };
}

/** Whatever comes of it, an attempt is over: its cookie goes. */
function takeBack({ signIn, cookie, proxies, sessions, publicUrl, refuse }: Parts) {
  return async (request: Request, response: Response): Promise<void> => {
    const { maxAge: _, ...options } = cookie.options;
    response.clearCookie(cookie.name, options);
    const brought = new URL(request.originalUrl, publicUrl).searchParams;
    const had = cookieOf(request.headers.cookie, cookie.name);
    const done = await signIn.finish(brought, had, clientOf(request, proxies));
    if (!done.ok) return refuse(response, done.refusal);
    await giveSession(request, response, { proxies, sessions }, done.secret);
    response.redirect(303, publicUrl + done.to);
  };
}

/** A page also where the database is away: it is people who come here. */
function shown({ refuse }: Parts, work: (request: Request, response: Response) => Promise<void>): RequestHandler {
  return (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    work(request, response).catch((error: unknown) => {
      if (setbackOf(error)) refuse(response, 'unavailable');
      else next(error);
    });
  };
}
